import Runbook
import Testing
@Suite struct LintDump {
    @Test func dump() throws {
        for bytes in [Checkout.seed ?? [], try Checkout.read("runbooks/incident-response.md")] {
            let r = RunbookReader.read(bytes)
            for i in r.incidents { for s in i.symptoms { print("S", s.id, s.check?.name ?? "-") } }
            for i in r.incidents { for s in i.steps { print(#"("\#(s.id)", .\#(s.action.kind.rawValue), .\#(s.effect.rawValue), "\#(s.target ?? "-")", \#(s.condition.map { "\($0)" } ?? "nil")) \#(s.suggestion.map { "\($0.effect)" } ?? "") \#(s.title)"#) } }
            for f in Lint.findings(r, LintContext.poor) { print(f.place, f.message) }
            print("=====")
        }
    }
}
