import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Journal
@testable import Reporting

@Suite(.ownThread) struct PlotTests {
    private func plot(_ points: [Plot.Point], _ unit: Plot.Unit = .milliseconds, shape: Plot.Series.Shape = .line) -> Plot {
        var plot = Plot("Title <&>", x: Plot.Axis("x", .elapsed), y: Plot.Axis("y", unit, includesZero: true))
        plot.series = [Plot.Series("one", points, shape)]
        plot.description = "Words \"in\" it"
        return plot
    }

    @Test("A plot of nothing, or of nothing that can be drawn, is not drawn")
    func empty() {
        #expect(PlotSVG(plot([]), id: "p") == nil)
        #expect(PlotSVG(plot([Plot.Point(.nan, 1), Plot.Point(1, .infinity), Plot.Point(-.infinity, .nan)]), id: "p") == nil)
    }

    static let strange: [[Plot.Point]] = [
        [Plot.Point(0, 0)], [Plot.Point(5, 7)], [Plot.Point(-3, -4), Plot.Point(-3, -4)], [Plot.Point(0, .nan), Plot.Point(1, 1)],
        [Plot.Point(0, 1e308), Plot.Point(1e308, -1e308)], [Plot.Point(0, 1e-300), Plot.Point(1, 2e-300)],
        [Plot.Point(0, .leastNonzeroMagnitude), Plot.Point(1, .greatestFiniteMagnitude)],
        [Plot.Point(1_795_572_000_000, 12), Plot.Point(1_795_572_000_001, 13)], [Plot.Point(0, 1e15), Plot.Point(1, 1e15 + 1)],
        (0..<10_000).map { Plot.Point(Double($0), Double($0 % 97)) },
    ]

    @Test("Whatever the numbers, every place in the picture is inside of it, and labels are few", arguments: strange.indices)
    func places(index: Int) throws {
        for unit: Plot.Unit in [.milliseconds, .elapsed, .mebibytes, .count] {
            for shape: Plot.Series.Shape in [.line, .dots] {
                var plot = plot(PlotTests.strange[index], unit, shape: shape)
                plot.limits = [Plot.Limit(y: 2000, label: "limit"), Plot.Limit(y: .nan, label: "none")]
                plot.marks = [Plot.Mark(x: 0, y: 1e300, label: "mark"), Plot.Mark(x: .nan, y: 0, label: "none")]
                let text = try #require(PlotSVG(plot, id: "p")?.text)
                for number in numbers(text) { #expect((0...760).contains(number), "\(number) in \(unit)") }
                #expect(text.split(separator: "<text").count < 24 && text.utf8.count < 200_000)
                #expect(!text.contains("nan") && !text.contains("inf"))
            }
        }
    }

    /// Values of attributes that are places.
    private func numbers(_ svg: String) -> [Double] {
        svg.matches(of: /\s(?:x|y|x1|x2|y1|y2|cx|cy|points)="([^"]*)"/).flatMap { match in
            match.1.split { $0 == " " || $0 == "," }.map { Double($0) ?? .nan }
        }
    }

    @Test(
        "Ticks stand at round numbers, and embrace what is measured",
        arguments: [
            ([0, 2.6], Plot.Unit.milliseconds, ["0 ms", "1 ms", "2 ms", "3 ms"]),
            ([0, 2400], .milliseconds, ["0 ms", "500 ms", "1 s", "1.5 s", "2 s", "2.5 s"]),
            ([0, 47], .count, ["0", "10", "20", "30", "40", "50"]), ([0, 1], .count, ["0", "1"]),
            ([0, 890_000], .elapsed, ["0 s", "5 min", "10 min", "15 min"]), ([0, 26_000], .elapsed, ["0 s", "10 s", "20 s", "30 s"]),
            ([0, 3_000_000], .count, ["0", "1\u{202F}000\u{202F}000", "2\u{202F}000\u{202F}000", "3\u{202F}000\u{202F}000"]),
        ] as [([Double], Plot.Unit, [String])])
    func ticks(values: [Double], unit: Plot.Unit, labels: [String]) {
        let scale = PlotScale(values, Plot.Axis("", unit, includesZero: true), ticks: 5)
        #expect(scale.ticks.map { PlotNumber.text($0, unit) } == labels)
        #expect(scale.share(scale.low) == 0 && scale.share(scale.high) == 1)
    }

    @Test("A picture names itself for who does not see it, and needs nothing from outside")
    func accessible() throws {
        let text = try #require(PlotSVG(plot([Plot.Point(0, 1)]), id: "p")?.text)
        #expect(text.contains("role=\"img\" aria-labelledby=\"p-title p-desc\""))
        #expect(text.contains("<title id=\"p-title\">Title &lt;&amp;&gt;</title>"))
        #expect(text.contains("<desc id=\"p-desc\">Words &quot;in&quot; it</desc>"))
        #expect(!text.contains("http") && !text.contains("href") && !text.contains("style="))
    }

    // MARK: - From a run

    @Test("Latency, memory, backlog and countdowns are drawn from what probes recorded, long evidence through its hash")
    func figures() throws {
        var rows = Rows()
        rows.began("resolve high-latency", "high-latency")
        rows.look("check/api", "unhealthy", after: 5000, "", Sample.sampleOfAPI((1...20).map { 150.0 * Double($0) }))
        rows.look("check/memory", "ok", after: 1000, "", memory(growth: 3_000_000))
        rows.look(
            "check/backlog", "unhealthy", after: 2000, "",
            ["pending_first": 40, "pending_second": 47, "between_ms": 2000.0, "by_status": ["invalid_envelope": 2]])
        rows.look(
            "check/rate-limits", "ok", after: 10, "",
            ["keys": [["provider": "groq", "ttl_ms": 60_000], ["provider": "xai", "ttl_ms": .null]]])
        let hash = String(repeating: "d", count: 64)
        rows.add(
            .observations, "recorded", step: "check/api", after: 30_000,
            ["id": "check/api", "state": "ok", "evidence": ["sha256": hash.json]],
            evidence: [EvidenceReference(name: "check/api", sha256: hash, row: 1, bytes: 100, leftOut: 0)])
        let bytes = JSONWriter.compact.bytes(.object(Sample.sampleOfAPI((1...20).map { 5.0 * Double($0) })))
        let report = try #require(Sample.report(rows) { $0.evidence = [hash: .whole(bytes)] })
        let figures = report.figures
        #expect(figures.latency.map(\.percentile) == [2850, 95] && figures.latency.map(\.median) == [1500, 50])
        #expect(figures.latencyLimit == Figures.Limit(percentile: 95, milliseconds: 2000))
        #expect(figures.memory.first?.slope.map { ($0 / 1_000_000).rounded() } == 180)
        #expect(figures.backlog.map(\.pending) == [40, 47] && figures.invalidEvents == 2)
        #expect(figures.backlog.first?.at == Timestamp(milliseconds: Rows.start + 6000))
        #expect(figures.rateLimits.map(\.provider) == ["groq"])
        #expect(figures.plots.map(\.series.count) == [2, 1, 1, 1])
        let html = HTMLReport.text(report)
        #expect(html.split(separator: "<svg").count == 5 && html.contains("limit of the runbook: p95 2.00 s"))
        #expect(html.contains("p95 2.85 s") && html.contains("class=\"line expected s0\""))
        // Changed or lost bytes draw nothing.
        let lost = try #require(Sample.report(rows) { $0.evidence = [hash: .changed] })
        #expect(lost.figures.latency.count == 1)
    }

    private func memory(growth: Int) -> JSONObject {
        [
            "source": "pid 7", "times_ms": (0..<25).map { Double($0) * 1000 }.json,
            "resident_bytes": (0..<25).map { 50_000_000 + growth * $0 }.json,
        ]
    }

    @Test("A run that measured nothing has no pictures, and no limit is drawn where the incident has none")
    func none() throws {
        var rows = Rows()
        rows.began("mesh disable all", "mesh/flags")
        #expect(try #require(Sample.report(rows)).figures.plots.isEmpty)
        #expect(!HTMLReport.text(try #require(Sample.report(rows))).contains("<figure"))
        let other = try #require(Sample.report(Sample.resolution))
        #expect(other.figures.plots.map(\.limits.count) == [0])
    }

    @Test(
        "What a row says in numbers that are none is left out",
        arguments: [
            #"{"requested":2,"times_ms":[null,"x",-5,1e999]}"#, #"{"requested":0,"times_ms":[]}"#, #"{"resident_bytes":[1],"times_ms":[]}"#,
            #"{"resident_bytes":"many"}"#, #"{"keys":[{"provider":7,"ttl_ms":1},{"ttl_ms":3},{"provider":"a","ttl_ms":-2}]}"#,
            #"{"pending_first":1e400,"pending_second":2}"#, #"{"keys":{}}"#,
        ])
    func noNumbers(evidence: String) throws {
        var rows = Rows()
        rows.began("diagnose high-latency", "high-latency", kind: "read")
        rows.look("check/x", "ok", "", try JSONReader().read(evidence).object ?? JSONObject())
        let report = try #require(Sample.report(rows))
        #expect(report.figures.isEmpty && report.figures.plots.isEmpty)
    }
}
