/// What the look at slow queries says in one line: the worst of it, and what ANALYZE would do about it.
struct SlowQueryWords {
    /// The worst first.
    let findings: [String]
    /// Tables without statistics.
    let without: [String]
    /// Plans that ANALYZE would change.
    let changed: Int
    /// One of them: what asks, and the first line of its plan before and after.
    var example: (from: String, before: String?, after: String?)?

    var isEmpty: Bool { findings.isEmpty && without.isEmpty && changed == 0 }

    var text: String {
        var words: [String] = []
        if let worst = findings.first {
            words.append(worst + (findings.count > 1 ? " (and \(findings.count - 1) more)" : ""))
        }
        if changed > 0 {
            var line = "ANALYZE would change \(Words.count(changed, "plan"))"
            if let example, let before = example.before, let after = example.after, before != after {
                line += ", such as of \(example.from): \(before) → \(after)"
            }
            words.append(line)
        } else if !without.isEmpty {
            words.append("ANALYZE would change no plan here")
        }
        if !without.isEmpty {
            let named = without.prefix(3).joined(separator: ", ") + (without.count > 3 ? ", …" : "")
            words.append("no statistics of \(named)")
        }
        return words.joined(separator: "; ")
    }
}
