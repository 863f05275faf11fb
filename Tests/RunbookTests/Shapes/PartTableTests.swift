import TestSupport
import Testing

@testable import Runbook

/// Every name of a part, in every dress.
@Suite(.ownThread) struct PartTableTests {
    private static let names = PartTable.rows.filter { !$0.isHeading }.flatMap { row in row.names.map { ($0, row.part) } }

    @Test("Each name is its part, whatever stands around it", arguments: names)
    func dressed(name: String, part: PartName) {
        for dress in [name, name.uppercased(), "🛠 \(name):", "3. \(name)", "2) \(name) (5 minutes)", "**\(name)**"] {
            #expect(PartName(label: dress.filter { $0 != "*" }) == part, "\(dress)")
        }
    }

    @Test("The example of each line is its part", arguments: PartTable.rows.map(\.example))
    func example(text: String) throws {
        let row = try #require(PartTable.rows.first { $0.example == text })
        #expect(PartNames.entry(text.filter { !"*#".contains($0) })?.part == row.part)
    }

    @Test("What a heading alone means is no label", arguments: PartTable.rows.filter(\.isHeading).flatMap(\.names))
    func headings(name: String) throws {
        let body = "\n```bash\ntouch b\n```\n"
        let below = Runbook.of("# A\n\n## Symptoms\n- x\n\n## \(name)\(body)").incidents.flatMap(\.steps)
        #expect(below.map(\.line) == ["touch b"])
        #expect(PartName(label: "\(name):") == nil)
    }

    @Test(
        "Words around a name say how soon and how sure, and nothing else",
        arguments: [
            ("Recommended remediation steps", PartName.resolution), ("Immediate actions", .resolution),
            ("Causes & Resolutions", .resolution),
            ("Symptoms and impact", .symptoms), ("Diagnosis for the web server", .diagnosis), ("Rollback by platform", .rollback),
            ("Fix for older versions", nil), ("Fix for staging", nil), ("Fix for the example", nil), ("Resolution by the vendor", nil),
            ("Emergency response", .resolution), ("Emergency Procedures", .resolution), ("Common Resolution Scenarios", .resolution),
            ("Docker Container Recovery", .recovery), ("Post-recovery checks", nil),
            ("Automated Remediation (Ansible: x.yml)", nil), ("Old fix", nil), ("Planned mitigation", nil), ("Failed recovery", nil),
            ("Fix it soon or call somebody who can", nil), ("Steps to reproduce", nil), ("Expected output", .aside), ("Response", nil),
            ("Resolution of the last incident", nil), ("Do not fix", nil),
        ] as [(String, PartName?)])
    func around(text: String, part: PartName?) { #expect(PartName(label: text) == part) }

    @Test("What stands in brackets behind a name may take it back", arguments: ["obsolete", "never", "do not use", "example", "DBA only"])
    func takenBack(remark: String) { #expect(PartLabel.name("Resolution (\(remark))") == nil) }
}
