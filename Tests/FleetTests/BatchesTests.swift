import Fleet
import TestSupport
import Testing

@Suite(.ownThread) struct BatchesTests {
    @Test(
        "Every host is in one batch, in the order of the inventory",
        arguments: [
            ("1,10%,100%", 5, [1, 1, 3]), ("1,10%,100%", 200, [1, 20, 179]), ("2", 5, [2, 2, 1]), ("50%", 3, [1, 1, 1]),
            ("100%", 4, [4]), ("1,10%,100%", 1, [1]), ("3,1", 6, [3, 1, 1, 1]), ("1", 0, []),
        ])
    func cut(text: String, count: Int, sizes: [Int]) throws {
        let hosts = (0..<count).map { "h\($0)" }
        let batches = try #require(Batches(text)).cut(hosts)
        #expect(batches.map(\.count) == sizes)
        #expect(batches.flatMap(\.self) == hosts)
    }

    @Test("What is no size is none", arguments: ["", "0", "-1", "101%", "1,,2", "1,", "ten", "1.5", "%", "99999999999999999999"])
    func refused(text: String) { #expect(Batches(text) == nil) }
}

@Suite(.ownThread) struct FleetDifferenceTests {
    private func host(_ name: String, _ isSick: Bool?, _ settings: [(String, String)]) -> FleetDifference.Host {
        FleetDifference.Host(name: name, isSick: isSick, settings: settings.map { (name: $0.0, value: $0.1) })
    }

    @Test("What parts the sick from the well comes first; what is the same everywhere is not told")
    func explains() throws {
        let found = FleetDifference.all([
            host("a", false, [("version", "1"), ("image", "v2"), ("zone", "x")]),
            host("b", false, [("version", "1"), ("image", "v2"), ("zone", "y")]),
            host("c", true, [("version", "1"), ("image", "v3"), ("zone", "y")]),
        ])
        #expect(found.map(\.setting) == ["image", "zone"])
        #expect(found.map(\.explains) == [true, false])
        #expect(found.first?.values.map(\.value) == ["v2", "v3"])
        #expect(found.first?.values.last?.hosts == ["c"])
    }

    @Test("What is another one on every host parts nobody")
    func allDistinct() {
        let hosts = [host("a", false, [("server", "1")]), host("b", false, [("server", "2")]), host("c", true, [("server", "3")])]
        #expect(FleetDifference.all(hosts).map(\.explains) == [false])
    }

    @Test("A host of which nobody knows whether it is sick explains nothing, and all sick or all well neither")
    func unknown() {
        #expect(FleetDifference.all([host("a", nil, [("x", "1")]), host("b", true, [("x", "2")])]).map(\.explains) == [false])
        #expect(FleetDifference.all([host("a", true, [("x", "1")]), host("b", true, [("x", "2")])]).map(\.explains) == [false])
        #expect(FleetDifference.all([host("a", true, [("x", "1")]), host("b", false, [])]).isEmpty)
    }
}
