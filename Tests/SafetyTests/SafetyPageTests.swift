import Planning
import SystemKit
import TestSupport
import Testing

@testable import Safety

/// `docs/safety.md` is for people: it must not forget a rule or a fact.
@Suite(.ownThread) struct SafetyPageTests {
    private static func page() throws -> String { String(decoding: try Files.read(Checkout.root + "/docs/safety.md"), as: UTF8.self) }

    @Test(
        "Every rule has its section, what it looks at, what happens where that is unknown, and what a person can do",
        arguments: SafetyRule.all.map(\.id))
    func rules(id: String) throws {
        let page = try Self.page()
        #expect(page.contains("[`\(id)`](#\(id))"))
        let section = try #require(page.split(separator: "\n### ").first { $0.hasPrefix(id + "\n") }, "\(id) has no section")
        for part in ["- **Looks at:** ", "- **Where that is unknown:** ", "- **By hand:** "] {
            #expect(section.contains(part), "\(id): \(part)")
        }
        #expect(page.contains("](safety-rules.md)"))
    }

    @Test("Every fact is named, and no fact is named that there is not")
    func facts() throws {
        let page = try Self.page()
        let whole = Self.names(Facts())
        let parts =
            Self.names(MeshFlagFact()) + Self.names(OutboxFacts()) + Self.names(ServiceFacts())
            + Self.names(SmokeFacts(passed: true, ageMilliseconds: 0, covered: [], isOfThisConfiguration: true))
        #expect(whole.count > 10 && parts.count > 15)
        for name in whole + parts { #expect(page.contains("`\(name)`"), "\(name)") }
        // The first column of the table of facts.
        let table = page.split(separator: "\n## The facts\n").last?.split(separator: "\n\n").dropFirst().first ?? ""
        let rows = table.split(separator: "\n").dropFirst(2).compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(Set(rows) == Set(whole))
    }

    private static func names<Value>(_ value: Value) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
}
