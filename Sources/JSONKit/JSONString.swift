/// A text as JSON can hold it: Unicode, and perhaps lone surrogates, which Python writes and reads and Swift's `String` cannot keep.
///
/// Ordinary use never meets the difference: make one from a `String` or a literal, read `text`. Equality, hash and order go by code
/// point, as Python's do, never by canonical equivalence: two spellings of "é" are two keys.
public struct JSONString: Sendable {
    private enum Storage: Sendable {
        case text(String)
        case wtf8([UInt8])
    }
    private let storage: Storage

    public init(_ text: String) { storage = .text(text) }

    /// From WTF-8 bytes as `JSONEscape.decode` makes them.
    init(wtf8 bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            storage = .text(text)
        } else {
            storage = .wtf8(bytes)
        }
    }

    /// The text; each lone surrogate is shown as U+FFFD.
    public var text: String {
        switch storage {
        case .text(let text): text
        case .wtf8(let bytes):
            String(String.UnicodeScalarView(WTF8.points(bytes).map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
        }
    }

    /// False when `text` is not the whole truth.
    public var isWellFormed: Bool {
        if case .text = storage { true } else { false }
    }

    /// UTF-8, with each lone surrogate as the three bytes its code point would take (WTF-8).
    public var bytes: [UInt8] {
        switch storage {
        case .text(let text): Array(text.utf8)
        case .wtf8(let bytes): bytes
        }
    }

    /// The code points, lone surrogates (U+D800 … U+DFFF) included.
    public var codePoints: [UInt32] {
        switch storage {
        case .text(let text): text.unicodeScalars.map(\.value)
        case .wtf8(let bytes): WTF8.points(bytes)
        }
    }

    /// From code points; nil when one is above U+10FFFF. A high surrogate followed by a low one becomes the character they mean.
    public init?(codePoints: some Sequence<UInt32>) {
        var bytes: [UInt8] = []
        var high: UInt32?
        for point in codePoints {
            guard point <= 0x10FFFF else { return nil }
            if let pending = high {
                high = nil
                if 0xDC00..<0xE000 ~= point {
                    WTF8.append(0x10000 + (pending - 0xD800) << 10 + (point - 0xDC00), to: &bytes)
                    continue
                }
                WTF8.append(pending, to: &bytes)
            }
            if 0xD800..<0xDC00 ~= point { high = point } else { WTF8.append(point, to: &bytes) }
        }
        if let high { WTF8.append(high, to: &bytes) }
        self.init(wtf8: bytes)
    }
}

extension JSONString: Hashable, Comparable {
    public static func == (a: JSONString, b: JSONString) -> Bool {
        switch (a.storage, b.storage) {
        case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
        case (.wtf8(let a), .wtf8(let b)): a == b
        // Bytes are kept only where no text could be made of them.
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .text(let text):
            var text = text
            // The buffer lives as long as the closure, and the hasher only reads it there.
            text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .wtf8(let bytes): hasher.combine(bytes)
        }
    }

    public static func < (a: JSONString, b: JSONString) -> Bool {
        if case (.text(let a), .text(let b)) = (a.storage, b.storage) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
        return a.bytes.lexicographicallyPrecedes(b.bytes)
    }

    public static func == (a: JSONString, b: String) -> Bool { a == JSONString(b) }
}

extension JSONString: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral text: String) { self.init(text) }
    public var description: String { text }
}
