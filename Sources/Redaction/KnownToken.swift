/// Tokens that say themselves what they are, by the beginning that their makers give them.
enum KnownToken {
    /// - Parameter start: where a word begins.
    static func find(_ text: [UInt8], at start: Int) -> SecretSpan? {
        for (prefix, least) in prefixes where Bytes.hasPrefix(text, at: start, prefix) {
            var end = start + prefix.count
            while end < text.count, Bytes.isName(text[end]) { end += 1 }
            // A full stop behind it ends a sentence.
            while end > start, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
            let rest = text[(start + prefix.count)..<max(end, start + prefix.count)]
            if rest.count >= least, rest.contains(where: Bytes.isDigit) { return SecretSpan(start: start, end: end) }
        }
        return nil
    }

    /// And how many characters follow at least.
    private static let prefixes: [([UInt8], Int)] = [
        ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("xai-", 20), ("gsk_", 20), ("ghp_", 20), ("gho_", 20),
        ("ghs_", 20),
        ("github_pat_", 20), ("glpat-", 16), ("xoxb-", 16), ("xoxp-", 16), ("xoxa-", 16), ("xapp-", 16), ("AKIA", 16), ("ASIA", 16),
        ("AIza", 30), ("hf_", 20), ("eyJ", 40), ("SG.", 30),
    ].map { (Array($0.0.utf8), $0.1) }
}
