internal import DigestKit
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

/// A row with its place in the chain: its hash covers everything in it, and the hash of the row before.
struct ChainRow {
    let sequence: Int
    let table: JournalEntry.Table
    let run: String
    let step: String?
    let event: String
    /// Milliseconds since 1970.
    let at: Int64
    let body: String
    /// JSON: the names, hashes and places of the evidence.
    let evidence: String
    let previous: String
    let hash: String

    /// The row's content in one unambiguous form: a JSON array.
    var computedHash: String {
        ChainRow.hash(
            table: table, sequence: sequence, run: run, step: step, event: event, at: at, body: body, evidence: evidence, previous: previous
        )
    }

    static func hash(
        table: JournalEntry.Table, sequence: Int, run: String, step: String?, event: String, at: Int64, body: String, evidence: String,
        previous: String
    ) -> String {
        SHA256.hex(
            JSONWriter.compact.bytes([
                table.rawValue.json, sequence.json, run.json, step.json, event.json, at.json, body.json, evidence.json, previous.json,
            ]))
    }
}

extension ChainRow {
    /// nil when a column is not of the type it was written with: then it was not written by this program.
    init?(_ table: JournalEntry.Table, _ values: [SQLiteValue]) {
        guard values.count == 9, let sequence = values[0].integer, let run = values[1].text, values[2] == .null || values[2].text != nil,
            let event = values[3].text, let at = values[4].integer, let body = values[5].text, let evidence = values[6].text,
            let previous = values[7].text, let hash = values[8].text
        else { return nil }
        self.init(
            sequence: Int(sequence), table: table, run: run, step: values[2].text, event: event, at: at, body: body, evidence: evidence,
            previous: previous, hash: hash)
    }

    /// For readers. A body that is no JSON is shown as empty: `verify` says what is wrong with it.
    var row: JournalRow {
        let references = (try? JSONReader().read(evidence))?.array ?? []
        return JournalRow(
            sequence: sequence, table: table, run: run, step: step, event: event, at: Timestamp(milliseconds: at),
            body: (try? JSONReader().read(body))?.object ?? JSONObject(),
            evidence: references.map { ($0["name"]?.text ?? "", $0["sha256"]?.text ?? "") }, hash: hash)
    }
}
