import TestSupport
import Testing

@testable import Diagnosis

@Suite(.ownThread) struct StatisticsTests {
    @Test("Every percentile of 1…100 is its own number, by nearest rank")
    func hundred() {
        let values = (1...100).map(Double.init).shuffled()
        for percentile in 1...100 { #expect(Statistics.percentile(percentile, of: values) == Double(percentile)) }
    }

    @Test(
        "Nearest rank by hand",
        arguments: [
            (50, [3.0, 1, 2], 2.0), (95, [1, 2], 2), (100, [1, 2], 2), (0, [1, 2], 1), (1, [5], 5), (50, [1, 2, 3, 4], 2),
            (95, Array(stride(from: 1.0, through: 20, by: 1)), 19),
        ])
    func byHand(percentile: Int, values: [Double], result: Double) { #expect(Statistics.percentile(percentile, of: values) == result) }

    @Test("Nothing has no percentile")
    func nothing() { #expect(Statistics.percentile(95, of: []) == nil) }

    @Test("A line by hand: (0,1) (1,3) (2,4) has slope 1.5 and error √(1/12)")
    func fit() throws {
        let fit = try #require(Statistics.fit([(0, 1), (1, 3), (2, 4)]))
        #expect(abs(fit.slope - 1.5) < 1e-12)
        #expect(abs(fit.error - (1.0 / 12).squareRoot()) < 1e-12)
    }

    @Test("Two points, or points above one another, have no line")
    func noLine() {
        #expect(Statistics.fit([(0, 1), (1, 2)]) == nil)
        #expect(Statistics.fit([(1, 1), (1, 2), (1, 3)]) == nil)
    }

    @Test("Beside a jump a line keeps its slope and a step has none")
    func jump() throws {
        let line = try #require(Statistics.slopeBesideAJump((0..<10).map { (Double($0), 2 * Double($0)) }))
        #expect(abs(line - 2) < 1e-9)
        let step = try #require(Statistics.slopeBesideAJump((0..<10).map { (Double($0), $0 < 4 ? 0 : 7) }))
        #expect(abs(step) < 1e-9)
        let both = try #require(Statistics.slopeBesideAJump((0..<10).map { (Double($0), Double($0) + ($0 < 6 ? 0 : 50)) }))
        #expect(abs(both - 1) < 1e-9)
    }

    @Test(
        "Times are shown in the unit one would say",
        arguments: [
            (0.0, "0 ms"), (12.4, "12 ms"), (999.4, "999 ms"), (999.6, "1.00 s"), (2612, "2.61 s"), (59_994, "59.99 s"), (59_999, "1 min"),
            (61_000, "1 min 1 s"), (3_600_000, "1 h"), (3_725_000, "1 h 2 min"),
        ])
    func durations(milliseconds: Double, words: String) { #expect(Numbers.duration(milliseconds) == words) }

    @Test("Numbers that are none do not stop the program", arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func strange(value: Double) {
        #expect(!Numbers.duration(value).isEmpty)
        #expect(!Numbers.percent(value).isEmpty)
        #expect(!Numbers.decimal(value).isEmpty)
    }

    @Test("Shares and decimals", arguments: [(0.05, "5 %"), (0.045, "4.5 %"), (1, "100 %"), (0, "0 %")])
    func percents(share: Double, words: String) { #expect(Numbers.percent(share) == words) }

    @Test("A negative decimal keeps its sign, and nought has none")
    func decimals() {
        #expect(Numbers.decimal(-8.25) == "-8.3")
        #expect(Numbers.decimal(-0.04) == "0.0")
    }
}
