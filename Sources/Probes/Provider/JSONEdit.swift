internal import JSONKit

/// One value of a JSON text that is replaced, and nothing else of it.
struct JSONEdit: Sendable {
    let path: JSONPlace
    /// The bytes of the present value.
    let range: Range<Int>
    let value: JSONValue
}

/// The way to a value by positions: where a key is repeated, names would not tell which one is meant.
struct JSONPlace: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        /// The member of an object at that index.
        case member(Int)
        /// The element of an array at that index.
        case element(Int)
    }

    var steps: [Step] = []

    func member(_ index: Int) -> JSONPlace { JSONPlace(steps: steps + [.member(index)]) }
    func element(_ index: Int) -> JSONPlace { JSONPlace(steps: steps + [.element(index)]) }

    /// The tree with another value there; the same tree when there is no such place.
    func setting(_ value: JSONValue, in tree: JSONValue) -> JSONValue { JSONPlace.set(steps[...], value, tree) }

    private static func set(_ steps: ArraySlice<Step>, _ value: JSONValue, _ tree: JSONValue) -> JSONValue {
        guard let step = steps.first else { return value }
        switch (step, tree) {
        case (.member(let index), .object(var object)) where object.members.indices.contains(index):
            object.members[index].value = set(steps.dropFirst(), value, object.members[index].value)
            return .object(object)
        case (.element(let index), .array(var array)) where array.indices.contains(index):
            array[index] = set(steps.dropFirst(), value, array[index])
            return .array(array)
        default: return tree
        }
    }
}

/// A value with the way to it and the bytes it stands in.
struct PlacedJSON: Sendable {
    let value: JSONValue
    let place: JSONPlace
    /// nil for elements of arrays, whose places the reader does not keep.
    let range: Range<Int>?

    /// The last member of that name: the one that counts.
    func member(_ name: String) -> PlacedJSON? {
        guard let members = value.object?.members, let index = members.lastIndex(where: { $0.key == name }) else { return nil }
        return PlacedJSON(value: members[index].value, place: place.member(index), range: members[index].source)
    }

    /// The members that count, each name once.
    var members: [(name: String, value: PlacedJSON)] {
        var seen: Set<String> = []
        return (value.object?.members ?? []).compactMap { member in
            let name = member.key.text
            guard seen.insert(name).inserted, let placed = self.member(name) else { return nil }
            return (name, placed)
        }
    }

    var elements: [PlacedJSON] {
        (value.array ?? []).enumerated().map { PlacedJSON(value: $0.element, place: place.element($0.offset), range: nil) }
    }
}
