internal import JSONKit
internal import Planning

extension ResolutionChoices {
    /// As they would be typed.
    var words: [String] {
        skipped.keys.sorted().map { "--skip \($0)" } + (unlinkPattern.map { ["--unlink '\($0)'"] } ?? [])
            + (provider.map { ["--provider \($0)"] } ?? []) + (backup.map { ["--backup \($0)"] } ?? [])
    }

    var document: JSONValue {
        let left = skipped.sorted { $0.key < $1.key }.map { JSONMember(JSONString($0.key), $0.value.json) }
        return [
            "skipped": .object(JSONObject(left)), "unlink": unlinkPattern.json, "provider": provider.json, "backup": backup.json,
        ]
    }

    init(document json: JSONValue) {
        let left = (json["skipped"]?.object?.members ?? []).map { ($0.key.text, $0.value.text ?? "") }
        self.init(
            skipped: Dictionary(left) { $1 }, unlinkPattern: json["unlink"]?.text, provider: json["provider"]?.text,
            backup: json["backup"]?.text)
    }
}
