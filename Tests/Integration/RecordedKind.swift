import JSONKit

/// The kind of a recorded answer, as `drills/real/real.py` writes it: keys, and at the ends `text`, `number`, `bool`, `null`, `object`.
enum RecordedKind {
    /// What of a value the recorded one has not, or has as something else. Where all of the recorded parts are alike, as providers are, their
    /// names are free.
    static func strangers(_ value: JSONValue, _ kind: JSONValue, at place: String) -> [String] {
        if let word = kind.text {
            let isSame = word == name(value) || word == "null"
            return isSame ? [] : ["\(place) is \(name(value)), recorded as \(word)"]
        }
        if let known = kind.array {
            guard let parts = value.array else { return ["\(place) is \(name(value)), recorded as a list"] }
            guard let first = known.first else { return [] }
            return parts.flatMap { strangers($0, first, at: place) }
        }
        guard let members = value.object?.members, let known = kind.object?.members else { return ["\(place) is \(name(value))"] }
        let isFree = known.dropFirst().allSatisfy { $0.value == known.first?.value }
        return members.flatMap { member -> [String] in
            let key = member.key.text
            guard let kind = kind[key] ?? (isFree ? known.first?.value : nil) else { return ["\(place)/\(key) is not recorded"] }
            return strangers(member.value, kind, at: "\(place)/\(key)")
        }
    }

    private static func name(_ value: JSONValue) -> String {
        if value.object != nil { return "object" }
        if value.array != nil { return "list" }
        if value.bool != nil { return "bool" }
        if value.text != nil { return "text" }
        return value.isNull ? "null" : "number"
    }
}
