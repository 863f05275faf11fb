internal import JSONKit

/// How a row's evidence stands in its column: `[{"name":…,"sha256":…,"row":…,"bytes":…,"left_out":…}]`.
extension EvidenceReference {
    init(_ evidence: JournalEvidence, row: Int) {
        self.init(name: evidence.name, sha256: evidence.sha256, row: row, bytes: evidence.bytes.count, leftOut: evidence.leftOut)
    }

    static func text(_ list: [EvidenceReference]) -> String {
        JSONWriter.compact.text(
            .array(
                list.map { one in
                    [
                        "name": one.name.json, "sha256": one.sha256.json, "row": one.row.json, "bytes": one.bytes.json,
                        "left_out": one.leftOut.json,
                    ]
                }))
    }

    /// nil when the text is not such a list.
    static func list(_ text: String) -> [EvidenceReference]? {
        guard let elements = (try? JSONReader().read(text))?.array else { return nil }
        var list: [EvidenceReference] = []
        for element in elements {
            guard let name = element["name"]?.text, let sha256 = element["sha256"]?.text, let row = element["row"]?.int,
                let bytes = element["bytes"]?.int, let leftOut = element["left_out"]?.int
            else { return nil }
            list.append(EvidenceReference(name: name, sha256: sha256, row: row, bytes: bytes, leftOut: leftOut))
        }
        return list
    }
}
