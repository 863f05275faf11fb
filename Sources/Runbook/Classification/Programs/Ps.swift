extension ReadingProgram {
    static let ps = ReadingProgram(harmless: "ps", reads: "Processes.", accepted: ["ps aux", "ps -ef"], refused: ["ps aux | xargs kill"])
}
