/// `curl` lines. An option that is not known here leaves the line a shell step: it might write a file or send data.
enum CurlCommand {
    static func classify(_ words: [String]) -> Classified? {
        var http: HTTPAction?
        var method: String?
        var pending = HTTPAction(url: "")
        var index = 1
        func value() -> String? {
            index += 1
            return index < words.count ? words[index] : nil
        }
        while index < words.count {
            let word = words[index]
            switch word {
            case "-s", "-S", "-sS", "-f", "-fsS", "-sf", "-sSf", "--silent", "--show-error", "--fail", "-i", "--include", "-v", "--verbose",
                "-L",
                "--location", "-sL":
                break
            case "-I", "--head": method = "HEAD"
            case "-X", "--request":
                guard let name = value() else { return nil }
                method = name
            case "-H", "--header":
                // `-H @file` sends a file of the machine.
                guard let header = value(), !header.hasPrefix("@") else { return nil }
                pending.headers.append(header)
            case "-w", "--write-out":
                // `%output{file}` writes one.
                guard let format = value(), !format.contains("%output") else { return nil }
                pending.writeOut = format
            case "-m", "--max-time":
                guard let seconds = value().flatMap({ Double($0) }), seconds.isFinite, seconds >= 0 else { return nil }
                // 0 is curl's word for no limit.
                pending.maximumSeconds = seconds > 0 ? seconds : nil
            case "--connect-timeout": guard value() != nil else { return nil }
            case "-d", "--data", "--data-raw", "--json":
                // Several bodies would be joined; `@file` reads a file of the machine into the request.
                guard pending.body == nil, let body = value(), !body.hasPrefix("@") else { return nil }
                pending.body = body
                method = method ?? "POST"
            case "-o", "--output":
                guard value() == "/dev/null" else { return nil }
            default:
                if word.hasPrefix("-") { return nil }
                guard http == nil, isURL(word) else { return nil }
                http = HTTPAction(url: word)
            }
            index += 1
        }
        guard let url = http?.url else { return nil }
        pending.url = url
        pending.method = (method ?? "GET").uppercased()
        var notes: [String] = []
        if let format = pending.writeOut, format.hasPrefix("@") {
            notes.append("\(format.dropFirst()) is served by the probe's own timings when the file is not there.")
        }
        // A body says that something is sent, whatever the method is called.
        let effect = pending.body == nil ? effect(pending.method) : effect(pending.method).combined(with: .change)
        return Classified(action: .http(pending), effect: effect, target: url, notes: notes)
    }

    static func isURL(_ word: String) -> Bool { word.hasPrefix("http://") || word.hasPrefix("https://") }

    private static func effect(_ method: String) -> Effect {
        switch method {
        case "GET", "HEAD", "OPTIONS": .read
        case "POST", "PUT", "PATCH": .change
        case "DELETE": .destroy
        default: .unknown
        }
    }
}

/// `jq PATH` behind a pipe: the path, when it only selects.
enum JqCommand {
    static func path(_ words: [String]) -> String? {
        let operands = words.dropFirst().filter { !["-r", "--raw-output", "-e", "-M", "-C", "-c"].contains($0) }
        guard operands.count == 1, let path = operands.first, path.hasPrefix(".") else { return nil }
        let allowed = path.utf8.allSatisfy { byte in
            (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || "._[]\"-".utf8.contains(byte)
        }
        return allowed ? path : nil
    }
}
