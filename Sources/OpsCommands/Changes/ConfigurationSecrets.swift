internal import JSONKit
internal import Redaction

/// What a JSON configuration keeps secret without saying so in the value's own name: `"auth": {"value": "…"}`, `"key": "…"`.
///
/// A diff shows such lines alone, where no shape gives them away, and the journal keeps them.
enum ConfigurationSecrets {
    private static let names: Set<String> = [
        "auth", "credential", "credentials", "key", "keys", "password", "passwords", "secret", "secrets", "token", "tokens",
    ]

    /// Whole words: a limit of tokens is none.
    static func teach(_ redactor: SharedRedactor, _ bytes: [UInt8]) {
        guard let document = try? JSONReader(.python).read(bytes) else { return }
        var found: [(String, String)] = []
        collect(document, isSecret: false, &found)
        if !found.isEmpty { redactor.learn(variables: found) }
    }

    private static func collect(_ value: JSONValue, isSecret: Bool, _ found: inout [(String, String)]) {
        if let members = value.object?.members {
            for member in members { collect(member.value, isSecret: isSecret || names.contains(member.key.text.lowercased()), &found) }
        } else if let elements = value.array {
            for element in elements { collect(element, isSecret: isSecret, &found) }
        } else if isSecret, let text = value.text, text.utf8.count >= 8, text.utf8.contains(where: { (0x30...0x39).contains($0) }) {
            // A word without a digit under `keys` is rather a name.
            found.append(("PASSWORD", text))
        }
    }
}
