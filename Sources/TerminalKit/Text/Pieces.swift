/// A line as characters with their widths; a palette's escape sequence is one piece without width.
struct Pieces: Sequence, IteratorProtocol {
    struct Piece {
        let text: Substring
        let width: Int
        var isEscape: Bool { text.first == "\u{1B}" }
    }

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func next() -> Piece? {
        guard let character = rest.first else { return nil }
        if character == "\u{1B}", rest.dropFirst().first == "[", let end = rest.firstIndex(of: "m") {
            let sequence = rest[...end]
            // Only what a palette writes: digits and semicolons.
            if sequence.dropFirst(2).dropLast().allSatisfy({ $0 == ";" || ("0"..."9").contains($0) }) {
                rest = rest[rest.index(after: end)...]
                return Piece(text: sequence, width: 0)
            }
        }
        let piece = rest.prefix(1)
        rest = rest.dropFirst()
        return Piece(text: piece, width: DisplayWidth.of(character))
    }
}
