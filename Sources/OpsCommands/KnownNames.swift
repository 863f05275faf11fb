internal import Configuration
internal import Runbook

/// Names that a runbook and a deployment give to what they speak of. They stand in ids, commands and reports, and are no secrets there, also
/// where a variable such as `OPENAI_API_KEY=ollama` holds one.
enum KnownNames {
    static func all(in runbook: Runbook) -> Set<String> {
        var names: Set<String> = []
        for incident in runbook.incidents {
            for name in [incident.id] + incident.aliases + words(incident.title).map({ $0.lowercased() }) where isName(name) {
                // Its capital at the beginning of a title makes no other name of it.
                names.formUnion([name, name.prefix(1).uppercased() + name.dropFirst()])
            }
            for step in incident.steps { names.formUnion(self.names(in: step)) }
        }
        return names
    }

    static func all(in services: [ComposeFile.Service]) -> Set<String> {
        services.reduce(into: []) { names, service in
            names.insert(service.name)
            if let container = service.containerName { names.insert(container) }
            // `registry/team/app:tag`: each part is a name.
            if let image = service.image { names.formUnion([image] + image.split { "/:@".contains($0) }.map(String.init)) }
        }
    }

    /// What a command acts on by name: services, containers, units.
    private static func names(in step: Step) -> [String] {
        switch step.action {
        case .compose: (step.target?.split(separator: ", ").map(String.init) ?? []).filter(isName)
        case .shell(let shell):
            switch shell.argv?.first {
            case "systemctl"?, "service"?, "journalctl"?: (shell.argv ?? []).filter(isName)
            default: []
            }
        default: []
        }
    }

    /// Small letters, digits in small number, and hyphens: what units and containers are called, and no key is.
    private static func isName(_ word: String) -> Bool {
        word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || "-_.@".contains($0)) } && word.first?.isLetter == true
            && word.count { $0.isNumber } < 4 && word.utf8.count <= 40
    }

    private static func words(_ text: String) -> [String] { text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init) }
}
