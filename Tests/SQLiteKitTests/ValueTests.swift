import SQLiteKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct ValueTests {
    @Test(
        "The five storage classes arrive as they are",
        arguments: [
            ("NULL", SQLiteValue.null), ("9223372036854775807", .integer(.max)), ("-1", .integer(-1)), ("0.5", .real(0.5)),
            ("'grün'", .text("grün")), ("''", .text("")), ("x'00ff'", .blob([0, 255])), ("x''", .blob([])),
            ("'a' || char(0) || 'b'", .text("a\0b")),
        ])
    func values(expression: String, value: SQLiteValue) throws {
        try Fixture.with { fixture in
            let rows = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture)).rows("SELECT \(expression) AS v")
            #expect(rows.columns == ["v"])
            #expect(rows.rows == [[value]])
            #expect(rows.repairedTexts == 0 && rows.cutValues == 0 && !rows.truncated)
        }
    }

    @Test("Text that is not UTF-8 is repaired and counted")
    func invalidText() throws {
        try Fixture.with { fixture in
            let rows = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture)).rows("SELECT CAST(x'61ff62' AS TEXT)")
            #expect(rows.rows == [[.text("a\u{fffd}b")]])
            #expect(rows.repairedTexts == 1)
        }
    }

    @Test("A UTF-16 database reads like any other")
    func utf16() throws {
        try Fixture.with { fixture in
            let path = try makeDatabase(
                "c.execute(\"pragma encoding='UTF-16le'\"); c.execute('create table t (a)'); c.execute(\"insert into t values ('grün')\")",
                in: fixture)
            #expect(try openDatabase(path).rows("SELECT a FROM t").rows == [[.text("grün")]])
        }
    }

    @Test("Rows beyond the limit are not kept, and their being there is told")
    func rowLimit() throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture))
            let cut = try database.rows("VALUES (1), (2), (3)", rowLimit: 2)
            #expect(cut.rows.count == 2 && cut.truncated && cut.totalRows == 3)
            let whole = try database.rows("VALUES (1), (2), (3)", rowLimit: 3)
            #expect(whole.rows.count == 3 && !whole.truncated && whole.totalRows == 3)
        }
    }

    @Test("Long values are cut, never inside a character", arguments: [(1, "a"), (2, "a"), (3, "aü"), (4, "aüx"), (5, "aüx")])
    func valueLimit(limit: Int, kept: String) throws {
        try Fixture.with { fixture in
            let database = try openDatabase(makeDatabase("c.execute('create table t (a)')", in: fixture))
            let rows = try database.rows("SELECT 'aüx', x'010203'", valueByteLimit: limit)
            #expect(rows.rows == [[.text(kept), .blob(Array([1, 2, 3].prefix(limit)))]])
            #expect(rows.cutValues == (limit < 3 ? 2 : limit == 3 ? 1 : 0))
            #expect(rows.repairedTexts == 0)
        }
    }
}
