extension ReadingProgram {
    static let head = ReadingProgram(
        harmless: "head", reads: "The beginning of files.", accepted: ["head -n 20 app.log", "head -c 100 app.log"])
}
