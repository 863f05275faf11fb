extension ReadingProgram {
    static let free = ReadingProgram(
        "free", options: KnownOptions(flags: "bkmgthlw", long: ["--human", "--mega", "--giga", "--total"]), operands: 0...0,
        reads: "Memory.",
        refuses: "`-s` and `-c`, which repeat.", accepted: ["free -m", "free -h"], refused: ["free -s 5"])
}
