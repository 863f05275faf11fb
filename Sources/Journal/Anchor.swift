internal import JSONKit
internal import SystemKit

/// The head of the chain in a second file, so that a cut tail or a missing file shows.
struct Anchor {
    static let fileName = "journal.anchor"

    let directory: String

    private var path: String { Paths.resolve(Anchor.fileName, in: directory) }

    /// nil when there is none. Throws: `JournalError` `.tampered` when it cannot be read as one.
    func read() throws(JournalError) -> JournalHead? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Files.read(path, limit: 4096)
        } catch {
            if error.isMissing { return nil }
            throw JournalError(error)
        }
        guard let document = try? JSONReader().read(bytes), document["format"]?.int == Schema.version, let rows = document["rows"]?.int,
            rows >= 0,
            let hash = document["head"]?.text, hash.utf8.count == 64
        else { throw JournalError(.tampered, "\(path) is no anchor of a journal", hint: "See what is wrong: jarvis-ops audit verify") }
        return JournalHead(rows: rows, hash: hash)
    }

    /// Replaces it whole.
    func write(_ head: JournalHead) throws(JournalError) {
        let document: JSONValue = ["format": Schema.version.json, "rows": head.rows.json, "head": head.hash.json]
        do throws(AtomicFileError) {
            try AtomicFile.put(path, with: Array((JSONWriter.compact.text(document) + "\n").utf8), mode: 0o600)
        } catch {
            throw JournalError(error)
        }
    }
}
