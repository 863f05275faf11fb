import TestSupport
import Testing

@testable import Runbook

/// Every name of a part, in every dress.
@Suite(.ownThread) struct PartTableTests {
    private static let names = PartTable.rows.flatMap { row in row.names.map { ($0, row.part) } }

    @Test("Each name is its part, whatever stands around it", arguments: names)
    func dressed(name: String, part: PartName) {
        for dress in [name, name.uppercased(), "🛠 \(name):", "3. \(name)", "2) \(name) (5 minutes)", "**\(name)**"] {
            #expect(PartName(label: dress.filter { $0 != "*" }) == part, "\(dress)")
        }
    }

    @Test("The example of each line is its part", arguments: PartTable.rows.map(\.example))
    func example(text: String) throws {
        let row = try #require(PartTable.rows.first { $0.example == text })
        #expect(PartName(label: text.filter { !"*#".contains($0) }) == row.part)
    }

    @Test(
        "Words around a name say how soon and how sure, and nothing else",
        arguments: [
            ("Recommended remediation steps", PartName.resolution), ("Immediate actions", .resolution),
            ("Causes & Resolutions", .resolution),
            ("Symptoms and impact", .symptoms), ("Docker Container Recovery", .recovery), ("Post-recovery checks", nil),
            ("Automated Remediation (Ansible: x.yml)", nil), ("Old fix", nil), ("Planned mitigation", nil), ("Failed recovery", nil),
            ("Fix it soon or call somebody who can", nil), ("Steps to reproduce", nil), ("Expected output", .aside), ("Response", nil),
            ("Resolution of the last incident", nil), ("Do not fix", nil),
        ] as [(String, PartName?)])
    func around(text: String, part: PartName?) { #expect(PartName(label: text) == part) }

    @Test("What stands in brackets behind a name may take it back", arguments: ["obsolete", "never", "do not use", "example", "DBA only"])
    func takenBack(remark: String) { #expect(PartLabel.name("Resolution (\(remark))") == nil) }
}
