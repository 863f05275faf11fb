import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct TimestampTests {
    @Test(
        "Times print as RFC 3339 with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ])
    func rfc3339(milliseconds: Int, text: String) {
        #expect(Timestamp(milliseconds: Int64(milliseconds)).rfc3339 == text)
    }

    @Test("What was printed is read back", arguments: [0, -1, 951_782_399_999, 951_782_400_000, 4_107_542_400_000, -62_167_219_200_000])
    func readBack(milliseconds: Int) {
        let time = Timestamp(milliseconds: Int64(milliseconds))
        #expect(Timestamp(rfc3339: time.rfc3339) == time)
    }

    @Test(
        "A number of milliseconds that no calendar has becomes the nearest time, and can be reckoned with",
        arguments: [(Int64.min, "0000-01-01T00:00:00.000Z"), (-Int64.max, "0000-01-01T00:00:00.000Z"), (.max, "9999-12-31T23:59:59.999Z")])
    func madeUp(milliseconds: Int64, text: String) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.rfc3339 == text && Timestamp(rfc3339: text) == time)
        #expect(abs(Timestamp.now().milliseconds - time.milliseconds) > 0)
    }

    @Test("Days from 1600 to 2400 are read back")
    func days() {
        for day in stride(from: Int64(-135_140), to: 157_054, by: 1) {
            let time = Timestamp(milliseconds: day * 86_400_000 + 12_345_678)
            guard Timestamp(rfc3339: time.rfc3339) == time else {
                Issue.record("\(time.rfc3339)")
                return
            }
        }
    }

    @Test(
        "Other texts are no times",
        arguments: [
            "", "now", "2026-02-30T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-01-01T00:00:00Z",
            "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00.000+", "-026-01-01T00:00:00.000Z", "2026-1-001T00:00:00.000Z",
            "99999999999-1-1T0:0:0.0Z", "9-9-999999999T0:0:0.000Z",
            "2026-01-01T00:00:60.000Z", "2025-02-29T00:00:00.000Z", "+026-01-01T00:00:00.000Z",
        ])
    func notTimes(text: String) { #expect(Timestamp(rfc3339: text) == nil) }
}

@Suite(.ownThread) struct LocalTimeTests {
    @Test("People read their own time with its zone, also before 1970 and where a zone has no letters")
    func local() throws {
        let now = Timestamp(milliseconds: 1_795_489_200_000)
        let text = now.local
        #expect(text.utf8.count >= 20 && text.hasPrefix("2026-11-2"), "\(text)")
        #expect(Timestamp(milliseconds: -1).local.contains(":59"))
    }
}
