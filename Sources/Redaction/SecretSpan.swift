/// A part of a text that must not be shown.
struct SecretSpan: Sendable {
    var start: Int
    /// The first byte behind it.
    var end: Int
    /// What replaces it stands where no quotes are and JSON wants some.
    var isQuoted = false
}

/// Puts the marker where secrets were.
enum Marker {
    static let text = "[redacted]"
    static let bytes = Array(text.utf8)

    /// - Returns: nil when nothing changes.
    ///
    /// What touches is one secret. A marker that is there already is never opened: what lies within it stays, what overlaps takes it in.
    static func replace(_ spans: [SecretSpan], in text: [UInt8]) -> [UInt8]? {
        guard !spans.isEmpty else { return nil }
        let markers = places(in: text)
        var merged: [SecretSpan] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            guard let span = adjusted(span, text, markers) else { continue }
            if var last = merged.last, span.start <= last.end {
                last.isQuoted = last.isQuoted && span.end <= last.end || span.isQuoted && span.start <= last.start && span.end >= last.end
                last.end = max(last.end, span.end)
                last.start = min(last.start, span.start)
                merged[merged.count - 1] = last
            } else {
                merged.append(span)
            }
        }
        guard !merged.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var copied = 0
        for span in merged {
            result += text[copied..<max(copied, span.start)]
            result += span.isQuoted ? [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")] : bytes
            copied = max(copied, span.end)
        }
        return result + text[copied...]
    }

    /// Grown to whole characters and whole markers; nil when it holds nothing, or nothing but a part of one marker.
    private static func adjusted(_ span: SecretSpan, _ text: [UInt8], _ markers: [Int]) -> SecretSpan? {
        var span = span
        guard span.start >= 0, span.start < span.end, span.end <= text.count else { return nil }
        // Three bytes at most follow the first one of a character.
        for _ in 0..<3 where span.start > 0 && text[span.start] & 0xC0 == 0x80 { span.start -= 1 }
        for _ in 0..<3 where span.end < text.count && text[span.end] & 0xC0 == 0x80 { span.end += 1 }
        for start in [marker(at: span.start, markers), marker(at: span.end - 1, markers)].compactMap(\.self) {
            let end = start + bytes.count
            if start <= span.start, span.end <= end { return nil }
            span.start = min(span.start, start)
            span.end = max(span.end, end)
        }
        return span
    }

    /// Where the marker begins that holds this byte.
    private static func marker(at place: Int, _ markers: [Int]) -> Int? {
        var low = 0
        var high = markers.count
        while low < high {
            let middle = (low + high) / 2
            if markers[middle] <= place { low = middle + 1 } else { high = middle }
        }
        guard low > 0, place < markers[low - 1] + bytes.count else { return nil }
        return markers[low - 1]
    }

    private static func places(in text: [UInt8]) -> [Int] {
        var places: [Int] = []
        var index = 0
        while index + bytes.count <= text.count {
            if text[index] == bytes[0], Bytes.hasPrefix(text, at: index, bytes) {
                places.append(index)
                index += bytes.count
            } else {
                index += 1
            }
        }
        return places
    }
}
