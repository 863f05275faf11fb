extension ReadingProgram {
    static let tail = ReadingProgram(
        "tail",
        options: KnownOptions(flags: "qvz0123456789", valued: "nc", long: ["--quiet", "--verbose"], longValued: ["--lines", "--bytes"]),
        reads: "The end of files; of an outbox its last records.",
        refuses: "`-f`, `-F`, `--follow`, `--retry`, `--pid`: they wait for more.",
        accepted: ["tail -n 50 app.log", "tail -100 app.log"], refused: ["tail -f app.log", "tail --pid=1 -f x"])
}
