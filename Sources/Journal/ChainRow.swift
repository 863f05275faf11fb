internal import DigestKit
internal import SQLiteKit

/// A row as it lies in its table, and the hash that it must have.
struct ChainRow {
    let table: JournalEntry.Table
    let seq: Int
    let run: String
    let step: String?
    let event: String
    /// Milliseconds since 1970.
    let at: Int64
    let body: String
    let evidence: String
    let previous: String
    /// As it is stored, whether it is right or not.
    let hash: String

    /// Nobody writes so many rows; a greater number was made up, and is not reckoned with.
    static let lastPlace = 1 << 53

    /// The columns in the order of `init(table:values:)`.
    static let columns = "seq, run, step, event, at, body, evidence, previous, hash"

    /// nil when a value is not of the kind that was written: a blob with the same bytes as a text is another value.
    init?(table: JournalEntry.Table, values: ArraySlice<SQLiteValue>) {
        let values = Array(values)
        guard values.count == 9, let seq = values[0].integer, let run = values[1].text, let event = values[3].text,
            let at = values[4].integer, let body = values[5].text, let evidence = values[6].text, let previous = values[7].text,
            let hash = values[8].text, values[2] == .null || values[2].text != nil
        else { return nil }
        self.init(
            table: table, seq: Int(seq), run: run, step: values[2].text, event: event, at: at, body: body, evidence: evidence,
            previous: previous, hash: hash)
    }

    /// - Parameter hash: nil for a new row, which gets the hash it must have.
    init(
        table: JournalEntry.Table, seq: Int, run: String, step: String?, event: String, at: Int64, body: String, evidence: String,
        previous: String, hash: String? = nil
    ) {
        self.table = table
        self.seq = seq
        self.run = run
        self.step = step
        self.event = event
        self.at = at
        self.body = body
        self.evidence = evidence
        self.previous = previous
        let fields = [table.rawValue, nil, run, step, event, String(at), body, evidence, previous]
        self.hash = hash ?? Self.digest(fields, seq: seq)
    }

    /// The hash that the row must have if its place in the chain is `seq`.
    func digest(at seq: Int) -> String {
        Self.digest([table.rawValue, nil, run, step, event, String(at), body, evidence, previous], seq: seq)
    }

    /// SHA-256 over `jarvis-ops journal 1` and the fields in order, each as `LENGTH:BYTES` and a newline, or `-` and a newline when
    /// there is none: no two rows give the same bytes.
    private static func digest(_ fields: [String?], seq: Int) -> String {
        var bytes = Array("jarvis-ops journal 1\n".utf8)
        for (index, field) in fields.enumerated() {
            guard let text = index == 1 ? String(seq) : field else {
                bytes += "-\n".utf8
                continue
            }
            bytes += "\(text.utf8.count):".utf8
            bytes += text.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return SHA256.hex(bytes)
    }

    var values: [SQLiteValue] {
        [
            .integer(Int64(seq)), .text(run), step.map { .text($0) } ?? .null, .text(event), .integer(at), .text(body), .text(evidence),
            .text(previous), .text(hash),
        ]
    }
}
