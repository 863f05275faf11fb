extension ReadingProgram {
    static let ls = ReadingProgram(
        harmless: "ls", reads: "Names in directories.", accepted: ["ls -la /srv", "ls -lt data"], refused: ["./ls", "ls && rm x"])
}
