extension ReadingProgram {
    static let uptime = ReadingProgram(
        harmless: "uptime", reads: "Since when the machine runs, and its load.", accepted: ["uptime", "uptime -p"])
}
