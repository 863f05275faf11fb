import TerminalKit
import TestSupport
import Testing

@Suite(.ownThread) struct SparklineTests {
    @Test(
        "Values are bars between the least and the greatest of those that are shown",
        arguments: [
            ([0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"), ([1, 2], 8, "▁█"), ([2, 1, 2], 8, "█▁█"), ([-5, 0, 5], 8, "▁▅█"),
            ([0, 100, 1, 2], 2, "▁█"), ([3, 3, 3], 8, "▄▄▄"), ([0, 0], 8, "▁▁"), ([7], 8, "▄"), ([], 8, ""), ([1, 2], 0, ""),
            ([1, 2], -3, ""), ([-1.7e308, 1.7e308], 2, "▁█"), ([1, 1.0000001], 2, "▁█"),
        ] as [([Double], Int, String)])
    func bars(values: [Double], width: Int, expected: String) { #expect(Sparkline.text(values, width: width) == expected) }

    @Test("What was not measured is a space, and so is what is no number")
    func gaps() {
        #expect(Sparkline.text([nil, 1, nil, 2], width: 8) == " ▁ █")
        #expect(Sparkline.text([nil, nil], width: 8) == "  ")
        #expect(Sparkline.text([.nan, 1, .infinity, 2], width: 8) == " ▁ █")
    }

    @Test("Never wider than it may be, and every bar takes one column")
    func width() {
        for width in 0...20 {
            let text = Sparkline.text((0..<30).map { Double($0 * $0) }, width: width)
            #expect(DisplayWidth.of(text) == width)
        }
    }
}
