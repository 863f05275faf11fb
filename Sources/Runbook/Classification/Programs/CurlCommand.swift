/// `curl` lines. An option that is not known here leaves the line a shell step: it might write a file or send data.
enum CurlCommand {
    /// Not `-k`, `-G`, `-u`, `-x` and their like, which the typed request does not follow.
    private static let options = KnownOptions(
        flags: "sSfivLI", valued: "XHwmdo",
        long: ["--silent", "--show-error", "--fail", "--include", "--verbose", "--location", "--head"],
        longValued: [
            "--request", "--header", "--write-out", "--max-time", "--connect-timeout", "--data", "--data-raw", "--json", "--output",
        ])

    static func classify(_ words: [String]) -> Classified? {
        guard let parsed = options.parse(Array(words.dropFirst())), parsed.operands.count == 1, let url = parsed.operands.first, isURL(url),
            let request = request(url, parsed)
        else { return nil }
        var notes: [String] = []
        if let format = request.writeOut, format.hasPrefix("@") {
            notes.append("\(format.dropFirst()) is served by the probe's own timings when the file is not there.")
        }
        return Classified(action: .http(request), effect: HTTPRequestEffect.effect(request), target: url, notes: notes)
    }

    /// The request that the options describe; nil when one of them does more than describe it.
    private static func request(_ url: String, _ parsed: ParsedOptions) -> HTTPAction? {
        var request = HTTPAction(url: url)
        // Only a body that nobody needs to see: another file would be written.
        guard parsed.values(of: "-o", "--output").allSatisfy({ $0 == "/dev/null" }) else { return nil }
        request.headers = parsed.values(of: "-H", "--header")
        // `-H @file` sends a file of the machine.
        guard !request.headers.contains(where: { $0.hasPrefix("@") }) else { return nil }
        request.writeOut = parsed.values(of: "-w", "--write-out").last
        // `%output{file}` writes one.
        guard request.writeOut?.contains("%output") != true else { return nil }
        for text in parsed.values(of: "-m", "--max-time") {
            guard let seconds = Double(text), seconds.isFinite, seconds >= 0 else { return nil }
            // 0 is curl's word for no limit.
            request.maximumSeconds = seconds > 0 ? seconds : nil
        }
        let bodies = parsed.values(of: "-d", "--data", "--data-raw", "--json")
        // Several bodies would be joined; `@file` reads a file of the machine into the request.
        guard bodies.count < 2, bodies.first?.hasPrefix("@") != true else { return nil }
        request.body = bodies.first
        // curl sends the method of -X whatever else is said, before or behind it.
        let implied = request.body != nil ? "POST" : parsed.has("-I", "--head") ? "HEAD" : "GET"
        request.method = (parsed.values(of: "-X", "--request").last ?? implied).uppercased()
        return request
    }

    static func isURL(_ word: String) -> Bool {
        (word.hasPrefix("http://") || word.hasPrefix("https://")) && !word.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F }
    }
}

extension ReadingProgram {
    static let curl = ReadingProgram(
        names: ["curl"], reads: "`GET` and `HEAD` of an HTTP address, with headers, a time limit and a format of the answer.",
        refuses:
            "Files (`-o`, `-O`, `-K`, `-T`, `@file`), other protocols, sockets, options that are not listed. `POST`, `PUT` and `PATCH` are changes, `DELETE` destroys, also where only a header says so.",
        accepted: ["curl -s http://localhost:8000/api/health", "curl -sI -m 5 http://localhost:8000/"],
        refused: [
            "curl -X DELETE http://localhost:8000/x", "curl -d a=b http://localhost:8000/x", "curl -o .env http://localhost:8000/x",
            "curl -K cfg",
        ])
}
