/// One piece of a JSON text. `range` covers the token's bytes, quotes included.
struct JSONToken {
    enum Kind { case beginObject, endObject, beginArray, endArray, key, string, number, `true`, `false`, null }

    let kind: Kind
    let range: Range<Int>
    /// A string or key that holds at least one backslash.
    var escaped = false

    /// The bytes of a string or key between its quotes.
    var inner: Range<Int> { range.lowerBound + 1..<range.upperBound - 1 }
}
