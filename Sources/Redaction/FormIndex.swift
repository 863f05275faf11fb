/// Finds all forms of all known secrets in one pass over a text.
///
/// Every eight bytes of a form are a row of a hash table; so are the first four of a shorter form. The text is looked at through a
/// window of eight bytes, and where a row fits, the form is laid beside the text and compared in both directions. So a secret is also
/// found when only a piece of it is there.
struct FormIndex: Sendable {
    private struct Row: Sendable {
        let window: UInt64
        let form: Int32
        let offset: Int32
        /// The next row of the same place in the table, or -1.
        let next: Int32
    }

    private let forms: [SecretForm]
    private var rows: [Row] = []
    private var table: [Int32] = []
    private var shortRows: [Row] = []
    private var shortTable: [Int32] = []

    private static let window = 8
    private static let shortWindow = 4
    private static let shortTableSize = 1024

    init(_ forms: [SecretForm]) {
        self.forms = forms
        let count = forms.reduce(0) { $0 + max(0, $1.bytes.count - Self.window + 1) }
        var size = 1024
        // Half empty at least, so that most places of a text end at the first look.
        while size < count * 4, size < 1 << 22 { size *= 2 }
        table = [Int32](repeating: -1, count: size)
        shortTable = [Int32](repeating: -1, count: Self.shortTableSize)
        rows.reserveCapacity(count)
        for (number, form) in forms.enumerated() {
            if form.bytes.count < Self.window { insertShort(form, Int32(number)) } else { insert(form, Int32(number)) }
        }
    }

    var isEmpty: Bool { forms.isEmpty }

    private mutating func insertShort(_ form: SecretForm, _ number: Int32) {
        var window: UInt64 = 0
        for byte in form.bytes.prefix(Self.shortWindow) { window = window << 8 | UInt64(byte) }
        let place = place(window, Self.shortTableSize)
        shortRows.append(Row(window: window, form: number, offset: 0, next: shortTable[place]))
        shortTable[place] = Int32(shortRows.count - 1)
    }

    private mutating func insert(_ form: SecretForm, _ number: Int32) {
        var window: UInt64 = 0
        var seen: [UInt64: Int] = [:]
        for (index, byte) in form.bytes.enumerated() {
            window = window << 8 | UInt64(byte)
            guard index >= Self.window - 1 else { continue }
            // A form that repeats itself needs few of its places: the comparison runs on in both directions.
            let times = seen[window, default: 0]
            guard times < 4 else { continue }
            seen[window] = times + 1
            let place = place(window, table.count)
            rows.append(Row(window: window, form: number, offset: Int32(index - Self.window + 1), next: table[place]))
            table[place] = Int32(rows.count - 1)
        }
    }

    @inline(__always)
    private func place(_ window: UInt64, _ size: Int) -> Int { Int((window &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1) }

    func spans(in text: [UInt8]) -> [SecretSpan] {
        guard !forms.isEmpty else { return [] }
        var spans: [SecretSpan] = []
        var window: UInt64 = 0
        var covered = 0
        for (index, byte) in text.enumerated() {
            window = window << 8 | UInt64(byte)
            if index >= Self.shortWindow - 1, !shortRows.isEmpty {
                let short = window & 0xFFFF_FFFF
                var row = shortTable[place(short, Self.shortTableSize)]
                while row >= 0 {
                    let found = shortRows[Int(row)]
                    if found.window == short, let span = whole(forms[Int(found.form)], text, index - Self.shortWindow + 1) {
                        add(span, &spans, &covered)
                    }
                    row = found.next
                }
            }
            // What lies within a span is found; what leaves it at the end is found from there backwards.
            guard index >= Self.window - 1, index >= covered else { continue }
            var row = table[place(window, table.count)]
            while row >= 0 {
                let found = rows[Int(row)]
                if found.window == window,
                    let span = part(forms[Int(found.form)], text, index - Self.window + 1, Int(found.offset))
                {
                    add(span, &spans, &covered)
                }
                row = found.next
            }
        }
        return spans
    }

    private func add(_ span: SecretSpan, _ spans: inout [SecretSpan], _ covered: inout Int) {
        spans.append(span)
        covered = max(covered, span.end)
    }

    private func whole(_ form: SecretForm, _ text: [UInt8], _ start: Int) -> SecretSpan? {
        guard Bytes.hasPrefix(text, at: start, form.bytes) else { return nil }
        let end = start + form.bytes.count
        if form.isWord, !isWord(start, end, text) { return nil }
        return form.isBase64 ? grown(start, end, text) : SecretSpan(start: start, end: end)
    }

    /// The form's byte at `offset` lies on the text's byte at `place`.
    private func part(_ form: SecretForm, _ text: [UInt8], _ place: Int, _ offset: Int) -> SecretSpan? {
        var start = place
        var first = offset
        while start > 0, first > 0, text[start - 1] == form.bytes[first - 1] {
            start -= 1
            first -= 1
        }
        var end = place + Self.window
        var last = offset + Self.window
        while end < text.count, last < form.bytes.count, text[end] == form.bytes[last] {
            end += 1
            last += 1
        }
        guard end - start >= form.minimumPart, !form.isWord || isWord(start, end, text) else { return nil }
        return form.isBase64 ? grown(start, end, text) : SecretSpan(start: start, end: end)
    }

    private func isWord(_ start: Int, _ end: Int, _ text: [UInt8]) -> Bool {
        (start == 0 || !Bytes.isAlphanumeric(text[start - 1])) && (end == text.count || !Bytes.isAlphanumeric(text[end]))
    }

    /// Grown by the digits of base64 that the secret shares with its neighbours, and by the padding.
    private func grown(_ start: Int, _ end: Int, _ text: [UInt8]) -> SecretSpan {
        var span = SecretSpan(start: start, end: end)
        let padding = UInt8(ascii: "=")
        while start - span.start < 3, span.start > 0, Bytes.isBase64(text[span.start - 1]), text[span.start - 1] != padding {
            span.start -= 1
        }
        while span.end - end < 2, span.end < text.count, Bytes.isBase64(text[span.end]), text[span.end] != padding { span.end += 1 }
        while span.end - end < 4, span.end < text.count, text[span.end] == padding { span.end += 1 }
        return span
    }
}
