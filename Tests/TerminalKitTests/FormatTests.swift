import TestSupport
import Testing

@testable import TerminalKit

@Suite(.ownThread) struct FormatTests {
    @Test(
        "Durations",
        arguments: [
            (0, "0 ms"), (0.2, "0 ms"), (4.4, "4 ms"), (99, "99 ms"), (99.6, "0.10 s"), (310, "0.31 s"), (9_990, "9.99 s"),
            (9_996, "10.0 s"),
            (12_440, "12.4 s"),
            (59_949, "59.9 s"), (59_960, "1 min"), (860_000, "14 min 20 s"), (7_500_000, "2 h 05 min"), (61_000, "1 min 01 s"),
            (3_600_000, "1 h"), (273_600_000, "3 d 04 h"), (-310, "-0.31 s"), (.infinity, "–"), (.nan, "–"), (1e300, "11574074074 d 01 h"),
        ] as [(Double, String)])
    func durations(_ milliseconds: Double, _ text: String) { #expect(DurationText.of(milliseconds: milliseconds) == text) }

    @Test(
        "Ages",
        arguments: [
            (0, "just now"), (9_999, "just now"), (40_000, "40 s ago"), (859_000, "14 min ago"), (18_000_000, "5 h ago"),
            (259_200_000, "3 d ago"), (-300_000, "in 5 min"), (.nan, "–"),
        ] as [(Double, String)])
    func ages(_ milliseconds: Double, _ text: String) { #expect(DurationText.age(milliseconds: milliseconds) == text) }

    @Test(
        "Bytes",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_288_490_189, "1.2 GiB"), (1_048_575, "1.0 MiB"),
            (104_857_600, "100 MiB"), (102_298, "99.9 KiB"), (102_400, "100 KiB"), (.max, "8.0 EiB"), (.min, "-8.0 EiB"), (-512, "-512 B"),
        ] as [(Int, String)])
    func bytes(_ count: Int, _ text: String) { #expect(Quantities.bytes(count) == text) }

    @Test(
        "Shares are never rounded to all or nothing",
        arguments: [
            (0, "0 %"), (1, "100 %"), (0.125, "12.5 %"), (0.05, "5 %"), (0.00001, "<0.1 %"), (0.99999, ">99.9 %"),
            (0.999, "99.9 %"), (1.5, "150 %"),
            (.nan, "–"),
        ] as [(Double, String)])
    func percent(_ share: Double, _ text: String) { #expect(Quantities.percent(share) == text) }

    @Test(
        "Counts",
        arguments: [
            (0, "0"), (9999, "9999"), (12_345, "12\u{202F}345"), (1_000_000, "1\u{202F}000\u{202F}000"), (-12_345, "-12\u{202F}345"),
            (.min, "-9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808"),
        ] as [(Int, String)])
    func counts(_ value: Int, _ text: String) { #expect(Quantities.count(value) == text) }

    @Test("Counted things") func things() {
        #expect(Quantities.count(1, "probe") == "1 probe" && Quantities.count(0, "probe") == "0 probes")
        #expect(Quantities.count(2, "entry", "entries") == "2 entries")
    }
}
