extension ReadingProgram {
    static let date = ReadingProgram(
        names: ["date"], reads: "The time, in any form.", refuses: "`-s`, and a time without `+` in front of its form: they set the clock.",
        accepted: ["date", "date -u +%FT%TZ", "date -d yesterday +%F"], refused: ["date -s 12:00", "date 010100002020", "date --set=now"],
        isReading: { arguments in
            let options = KnownOptions(flags: "uR", valued: "d", long: ["--utc", "--iso-8601"], longValued: ["--date"])
            return options.operands(arguments.filter { !$0.hasPrefix("+") })?.isEmpty ?? false
        })
}
