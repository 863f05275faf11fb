/// One member of an object.
public struct JSONMember: Sendable, Hashable {
    public let key: JSONString
    public var value: JSONValue
    /// Where the value stands in the bytes that were read; nil when built by hand. Not part of equality.
    public let source: Range<Int>?

    public init(_ key: JSONString, _ value: JSONValue, source: Range<Int>? = nil) {
        self.key = key
        self.value = value
        self.source = source
    }

    public static func == (a: JSONMember, b: JSONMember) -> Bool { a.key == b.key && a.value == b.value }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(value)
    }
}

/// An object: its members in the order of the text, repeated keys included.
///
/// Equality goes by order too: it asks whether two texts say the same, not whether two dictionaries do.
public struct JSONObject: Sendable, Hashable {
    public var members: [JSONMember]

    public init(_ members: [JSONMember] = []) { self.members = members }

    /// The value of the last member of that name: what Python, and every reader that keeps a dictionary, would see. Looks from the
    /// end, in time of the number of members. Setting replaces that member or adds one at the end; setting nil removes every such.
    public subscript(_ key: JSONString) -> JSONValue? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.key == key } }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(JSONMember(key, newValue))
            }
        }
    }

    public subscript(_ key: String) -> JSONValue? {
        get { self[JSONString(key)] }
        set { self[JSONString(key)] = newValue }
    }

    /// The keys in order, repeated ones included.
    public var keys: [String] { members.map(\.key.text) }

    public var isEmpty: Bool { members.isEmpty }

    /// With the other's members after its own.
    public func adding(_ other: JSONObject) -> JSONObject { JSONObject(members + other.members) }

    /// As a Python dictionary would hold it: each key once, where it first stood, with its last value.
    public var withoutRepeats: JSONObject {
        var places: [JSONString: Int] = [:]
        var kept: [JSONMember] = []
        for member in members {
            if let place = places[member.key] {
                kept[place] = member
            } else {
                places[member.key] = kept.count
                kept.append(member)
            }
        }
        return JSONObject(kept)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Keeps the order, and repeated keys.
    public init(dictionaryLiteral pairs: (String, JSONValue)...) {
        members = pairs.map { JSONMember(JSONString($0), $1) }
    }
}
