extension ReadingProgram {
    static let df = ReadingProgram(
        "df", options: KnownOptions(flags: "haiklPTHm", long: ["--human-readable", "--inodes", "--local", "--print-type", "--total"]),
        reads: "Free room of file systems.", refuses: "`--sync`, which writes.", accepted: ["df -h", "df -i /srv"], refused: ["df --sync"])
}
