/// `python -c "…"`. Three one-liners of Jarvis are known by what they call; everything else is of unknown effect.
enum PythonCommand {
    static func classify(_ words: [String]) -> Classified? {
        guard words.count == 3, words[1] == "-c" else { return .shell(words.joined(separator: " "), argv: words) }
        return classify(code: words[2])
    }

    static func classify(code: String) -> Classified {
        let unknown = Classified(action: .python(code: code), effect: .unknown, target: nil)
        guard let expression = PythonOneLiner.expression(code) else { return unknown }
        switch expression {
        case "build_runtime_capability_report()":
            return Classified(
                action: .capability, effect: .read, target: "runtime capability report",
                notes: ["Asked of the running service: a new process can only report on itself."])
        case "get_mesh_sync_service().get_status()":
            return Classified(
                action: .outbox(.status), effect: .read, target: "mesh status",
                notes: ["Read from the outbox and the configuration: a new process cannot see the service's own counters."])
        default:
            let call = "get_mesh_sync_service().retry_pending_mesh_events(limit="
            guard expression.hasPrefix(call), expression.hasSuffix(")"), let limit = Int(expression.dropFirst(call.count).dropLast()),
                limit > 0
            else { return unknown }
            return Classified(
                action: .outbox(.retry(limit: limit)), effect: .change, target: "mesh outbox",
                notes: ["Done by `mesh retry`, which validates every event before it is sent."])
        }
    }
}

/// A program of imports and one `print(…)`, reduced to the call inside: aliases replaced, `json.dumps` and `asyncio.run` taken off.
enum PythonOneLiner {
    private static let modules: [String: String] = [
        "build_runtime_capability_report": "core.runtime_capabilities", "get_mesh_sync_service": "services.compute.mesh_sync_service",
    ]

    static func expression(_ code: String) -> String? {
        var names: [String: String] = [:]
        var printed: String?
        for statement in code.split(separator: ";") {
            let words = statement.split(separator: " ").map(String.init)
            if words.first == "import" {
                // `import json, asyncio`: only modules that do nothing by being imported.
                guard words.dropFirst().allSatisfy({ ["json", "json,", "asyncio", "asyncio,"].contains($0) }) else { return nil }
            } else if words.first == "from" {
                guard words.count == 4 || words.count == 6 && words[4] == "as", words[2] == "import", modules[words[3]] == words[1] else {
                    return nil
                }
                names[words.last ?? ""] = words[3]
            } else {
                guard printed == nil else { return nil }
                printed = words.joined()
            }
        }
        guard var call = printed.flatMap({ unwrap($0, "print(", ")") }) else { return nil }
        call = unwrap(call, "json.dumps(", ",indent=2)") ?? unwrap(call, "json.dumps(", ")") ?? call
        call = unwrap(call, "asyncio.run(", ")") ?? call
        let head = String(call.prefix { $0 != "(" })
        guard let name = names[head] else { return nil }
        return name + call.dropFirst(head.count)
    }

    private static func unwrap(_ text: String, _ prefix: String, _ suffix: String) -> String? {
        guard text.hasPrefix(prefix), text.hasSuffix(suffix), text.utf8.count >= prefix.utf8.count + suffix.utf8.count else { return nil }
        return String(text.dropFirst(prefix.count).dropLast(suffix.count))
    }
}
