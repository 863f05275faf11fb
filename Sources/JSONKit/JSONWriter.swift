/// Writes a value as UTF-8 bytes; the same value always gives the same bytes.
///
/// Lone surrogates are written as `\uXXXX`, so the output is valid UTF-8 in every form and nothing is lost.
public struct JSONWriter: Sendable {
    public enum Layout: Sendable { case compact, pretty }

    public let layout: Layout
    /// Keys in the order of their code points instead of the given one.
    public let sortsKeys: Bool
    /// Writes as Jarvis does: see `outbox`.
    let isPython: Bool
    /// Escapes also what JSON allows and nobody sees: see `shown`.
    let showsControls: Bool

    private init(layout: Layout, sortsKeys: Bool, isPython: Bool, showsControls: Bool = false) {
        self.showsControls = showsControls
        self.layout = layout
        self.sortsKeys = sortsKeys
        self.isPython = isPython
    }

    /// - Parameter layout: `compact` has no white space; `pretty` indents by two spaces and ends without a newline.
    public init(_ layout: Layout, sortsKeys: Bool = false) { self.init(layout: layout, sortsKeys: sortsKeys, isPython: false) }

    public static let compact = JSONWriter(.compact)
    public static let pretty = JSONWriter(.pretty)

    /// For output that lands on screens and in logs too: DEL and the C1 controls, U+2028 and U+2029, bidirectional controls and tags are
    /// escaped. It is the same value for every reader.
    public static func shown(_ layout: Layout) -> JSONWriter {
        JSONWriter(layout: layout, sortsKeys: false, isPython: false, showsControls: true)
    }

    /// The outbox form: Python's `json.dumps(value, sort_keys=True, separators=(",", ":"))`. Keys sorted by code point at every level,
    /// each once with its last value; ASCII only with lower-case `\uXXXX`; integers by their digits (`-0` is `0`), floats as Python's
    /// `repr`, `NaN` and `Infinity` as they are. It is what the outbox holds, what is sealed, and what the state hash is taken of
    /// (facts.md, "Outbox" and "State hash").
    public static let outbox = JSONWriter(layout: .compact, sortsKeys: true, isPython: true)

    public func bytes(_ value: JSONValue) -> [UInt8] {
        var out: [UInt8] = []
        write(value, indent: 0, to: &out)
        return out
    }

    public func text(_ value: JSONValue) -> String { String(decoding: bytes(value), as: UTF8.self) }

    private func write(_ value: JSONValue, indent: Int, to out: inout [UInt8]) {
        switch value {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        case .number(let number): out += spelling(number).utf8
        case .string(let string): JSONStringWriter.write(string, form, to: &out)
        case .array(let elements):
            list("[", "]", elements, indent, &out) { element, out in write(element, indent: indent + 1, to: &out) }
        case .object(let object):
            list("{", "}", ordered(object), indent, &out) { member, out in
                JSONStringWriter.write(member.key, form, to: &out)
                out += (layout == .pretty ? ": " : ":").utf8
                write(member.value, indent: indent + 1, to: &out)
            }
        }
    }

    private var form: JSONStringWriter.Form { isPython ? .ascii : showsControls ? .shown : .plain }

    private func list<Item>(
        _ open: String, _ close: String, _ items: [Item], _ indent: Int, _ out: inout [UInt8], _ each: (Item, inout [UInt8]) -> Void
    ) {
        out += open.utf8
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            newline(indent + 1, &out)
            each(item, &out)
        }
        if !items.isEmpty { newline(indent, &out) }
        out += close.utf8
    }

    private func newline(_ indent: Int, _ out: inout [UInt8]) {
        guard layout == .pretty else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
    }

    private func ordered(_ object: JSONObject) -> [JSONMember] {
        let members = isPython ? object.withoutRepeats.members : object.members
        // The sort is stable, so repeated keys keep their order.
        return sortsKeys ? members.sorted { $0.key < $1.key } : members
    }

    private func spelling(_ number: JSONNumber) -> String {
        if isPython {
            if number.isInteger { return number.spelling == "-0" ? "0" : number.spelling }
            return PythonFloat.json(number.double)
        }
        // Python's NaN and Infinity have no spelling in JSON; a finite spelling beyond a double's range has.
        return number.spelling.utf8.contains { $0 &- 0x30 < 10 } ? number.spelling : "null"
    }
}
