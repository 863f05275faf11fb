extension ReadingProgram {
    static let ss = ReadingProgram(
        "ss", options: KnownOptions(flags: "hHnralepmoitux460sO"), operands: 0...0, reads: "Sockets.",
        refuses: "`-K`, which ends connections; `-D`, which writes a file; `-E`, which waits for more; filters, which are a language.",
        accepted: ["ss -ltn", "ss -s"], refused: ["ss -K dst 10.0.0.1", "ss -D out", "ss -E"])
}
