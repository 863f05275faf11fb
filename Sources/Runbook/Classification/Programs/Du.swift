extension ReadingProgram {
    static let du = ReadingProgram(
        harmless: "du", reads: "How much room files take.", accepted: ["du -sh /srv", "du -x --max-depth=1 /var"])
}
