import TestSupport
import Testing

@testable import OpsCommands

@Suite(.ownThread) struct PrometheusTextTests {
    @Test("Whatever stands in a label or a help text is read back as it was")
    func escapes() throws {
        let odd = ["", "plain", "a\"b", "\\", "\\n", "line\nbreak", "a\\\"\n", "über", "{a=\"b\"} 1", "tab\tcr\r", "\u{2028}", "日本"]
        var page = PrometheusText()
        page.add("odd", .gauge, "help with \\ and\na second line", odd.enumerated().map { .init([("value", $1), ("n", "\($0)")], 1) })
        #expect(page.text.hasPrefix("# HELP odd help with \\\\ and\\na second line\n# TYPE odd gauge\n"))
        try Fixture.with { fixture in
            let read = try PrometheusFormat.read(page.text, in: fixture)
            #expect(read.map { $0.labels["value"] } == odd)
        }
    }

    @Test(
        "Numbers are what Go reads",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (0.25, "0.25"), (1_795_655_304.921, "1795655304.921"),
            (68_000_000_000, "68000000000"),
            (1e-9, "1e-09"), (1e300, "1e+300"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
        ] as [(Double, String)])
    func numbers(value: Double, expected: String) throws {
        #expect(PrometheusText.number(value) == expected)
        var page = PrometheusText()
        page.add("x", .gauge, "h", [.init([], value)])
        try Fixture.with { fixture in
            let read = try #require(try PrometheusFormat.read(page.text, in: fixture).first)
            if value.isFinite { #expect(read.value == value) } else { #expect(read.words != nil) }
        }
    }

    @Test("A metric without samples is left out, one without labels has no braces")
    func empty() {
        var page = PrometheusText()
        page.add("nothing", .gauge, "h", [])
        page.add("some_total", .counter, "h", [.init([], 2)])
        #expect(page.text == "# HELP some_total h\n# TYPE some_total counter\nsome_total 2\n")
    }

    @Test(
        "The reader of the tests refuses what is wrong",
        arguments: [
            "x 1", "x 1\n", "# HELP x h\n# TYPE x gauge\n", "# HELP x h\n# TYPE x gauge\nx 1\nx 2\n", "# TYPE x gauge\nx 1\n",
            "# HELP x h\n# TYPE x counter\nx 1\n", "# HELP x h\n# TYPE x gauge\nx{a=\"\\q\"} 1\n",
            "# HELP x h\n# TYPE x gauge\nx{a=\"b} 1\n",
            "# HELP x h\n# TYPE x gauge\nx 1.2.3\n", "# HELP x h\n# TYPE x gauge\nx 1\n\n", "# HELP x h\n# TYPE x gauge\nx nan\n",
        ])
    func strict(text: String) throws {
        try Fixture.with { fixture in
            _ = #expect(throws: TestSupportError.self) { try PrometheusFormat.read(text, in: fixture) }
        }
    }
}
