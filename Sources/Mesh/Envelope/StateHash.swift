internal import DigestKit
public import JSONKit

/// The hash by which a state is attested: SHA-256 over the outbox form of its delta (facts.md, "State hash").
public enum StateHash {
    /// 64 lower-case hexadecimal digits.
    public static func hex(_ value: JSONValue) -> String { SHA256.hex(JSONWriter.outbox.bytes(value)) }

    /// The deepest delta whose hash Jarvis can compute: it takes two of Python's 1,000 levels for each of the delta's, and stops at 495
    /// in a bare script (observed with 3.11), sooner in a service.
    static let deepest = 480

    /// Levels of lists and objects, from 0.
    static func depth(_ value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.members.map { depth($0.value) }.max() ?? 0)
        default: 0
        }
    }
}
