import JSONKit
import TestSupport
import Testing

@testable import Reporting

@Suite(.ownThread) struct JUnitTests {
    @Test("What is as it should be passes; symptoms, probes and steps fail, err and are skipped by their states")
    func states() throws {
        var rows = Rows()
        rows.began("resolve api-unresponsive", "api-unresponsive")
        for state in ["ok", "unhealthy", "failed", "timed-out", "unavailable", "not-run"] { rows.look("probe-\(state)", state, "seen") }
        rows.verdict("api-unresponsive", "confirmed", [("one", "present"), ("two", "absent"), ("three", "unknown")])
        for event in ["done", "failed", "skipped", "not-run", "unknown", "intended", "undone"] {
            rows.step("s/\(event)", event, ["title": "T", "because": "why"])
        }
        let xml = JUnitReport.text(try #require(Sample.report(rows)))
        #expect(try Sample.junitFaults(xml) == "")
        #expect(xml.contains(#"<testsuites name="jarvis-ops 20261125-020000-abcd" tests="16" failures="3" errors="4" time="0.075">"#))
        #expect(xml.contains(#"<testsuite name="symptoms" tests="3" failures="1" errors="0" skipped="1" time="0.000""#))
        #expect(xml.contains(#"<testsuite name="probes" tests="6" failures="1" errors="2" skipped="2" time="0.075""#))
        #expect(xml.contains(#"<testsuite name="steps" tests="7" failures="1" errors="2" skipped="2" time="0.000""#))
        #expect(xml.contains(#"hostname="box""#) && xml.contains(#"timestamp="2026-11-25T"#))
        #expect(xml.contains(#"<failure message="why" type="step-failed"/>"#))
    }

    @Test("A run without anything to judge is a valid document without suites")
    func empty() throws {
        var rows = Rows()
        rows.began("mesh disable all", "mesh/flags")
        let xml = JUnitReport.text(try #require(Sample.report(rows)))
        #expect(try Sample.junitFaults(xml) == "")
        #expect(xml.contains(#"tests="0""#))
    }

    @Test("The schema is strict: another element, a missing attribute and a wrong count are found")
    func strict() throws {
        let xml = JUnitReport.text(try #require(Sample.report(Sample.resolution)))
        let damages = [("<testcase ", "<testcase colour=\"red\" "), (" hostname=\"box\"", ""), ("skipped=\"1\"", "skipped=\"2\"")]
        for (old, new) in damages {
            let damaged = xml.replacing(old, with: new)
            #expect(damaged != xml)
            #expect(try Sample.junitFaults(damaged) != "")
        }
    }
}
