internal import Mesh

/// Whether a container's command itself says with which flags its service runs: then what the container is given does not decide.
enum CommandVariables {
    static let names = MeshFlag.allCases.flatMap { [$0.variable, $0.legacyVariable] }

    /// A word of the command that sets one of the mesh flags.
    static func setter(_ words: [String], of flags: [MeshFlag] = MeshFlag.allCases) -> String? {
        words.first { word in flags.contains { word.contains($0.variable) || word.contains($0.legacyVariable) } }
    }

    /// What it loads may set any of them.
    static func flags(decidedBy words: [String]) -> Set<MeshFlag> {
        if loader(words) != nil { return Set(MeshFlag.allCases) }
        return Set(MeshFlag.allCases.filter { setter(words, of: [$0]) != nil })
    }

    /// A word that is a script which reads variables out of a file, or a program that does.
    static func loader(_ words: [String]) -> String? { words.first(where: loads) }

    /// A shell, or an option of it.
    private static func isShell(_ word: String) -> Bool {
        word.hasPrefix("-") || ["sh", "bash", "dash", "ash"].contains(word.split(separator: "/").last.map(String.init) ?? "")
    }

    private static func loads(_ word: String) -> Bool {
        if word.hasPrefix("--env-file") { return true }
        return word.split(whereSeparator: { ";&|\n(".contains($0) }).contains { statement in
            // A command may be one text: `sh -c '. ./mesh.env; exec python'`.
            let words = statement.split { " '\"".contains($0) }.map(String.init)
            guard let first = words.first(where: { !["exec", "env", "then", "do", "{"].contains($0) && !isShell($0) }) else { return false }
            return [".", "source", "export"].contains(first) && words.count > 1 || first.hasSuffix("dotenv")
                || words.contains("allexport") || words.starts(with: ["set", "-a"])
        }
    }
}
