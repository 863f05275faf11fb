import Execution
import JSONKit
import Planning
import Probes
import SystemKit
import TestSupport
import Testing

/// The looks at a database that may take long.
@Suite(.ownThread) struct DatabaseProbeTests {
    private let slow = """
        c.execute('pragma foreign_keys=on')
        c.execute('create table users (id integer primary key, name text, kind text)')
        c.execute('create table conversations (id integer primary key, user_id integer references users(id), topic text, at integer)')
        c.execute('create table log (id integer primary key, text text)')
        c.execute('create index by_kind on users (kind)')
        c.execute('create index by_name on users (name)')
        c.execute('create view newest as select * from conversations order by at desc')
        c.execute('''create trigger after_user after delete on users begin
                     delete from conversations where user_id = old.id; end''')
        c.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 500) "
                  "insert into users select i, 'name' || i, 'same' from n")
        c.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) "
                  "insert into conversations select i, i % 500 + 1, 't', i from n")
        """

    @Test("Slow queries: foreign keys without index, scans, sorting, statistics, and what ANALYZE would change; the database is only read")
    func slowQueries() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.python(slow)
            try bench.fixture.write(
                """
                -- what took long; yesterday
                SELECT * FROM users WHERE kind = 'same' AND name = 'name7';
                select count(*) from conversations where topic = 'a;b';
                DELETE FROM users;
                """, to: "jarvis/data/slow-queries.sql")
            let before = try Files.read(bench.path)
            let names = try bench.names()
            let result = bench.probes.slowQueries(try bench.limits())
            #expect(result.state == .unhealthy, "\(result.summary)")
            let findings = (result.evidence["findings"]?.array ?? []).compactMap(\.text)
            #expect(findings.contains("foreign key conversations.user_id has no index: SCAN conversations (2000 rows)"), "\(findings)")
            #expect(findings.contains { $0.hasPrefix("USE TEMP B-TREE FOR ORDER BY (view newest") }, "\(findings)")
            #expect(findings.contains { $0.hasPrefix("SCAN conversations (2000 rows; triggers of users)") }, "\(findings)")
            #expect(findings.contains { $0.hasPrefix("SCAN conversations (2000 rows; data/slow-queries.sql)") }, "\(findings)")
            #expect(result.evidence["tables_without_statistics"]?.array?.count == 2)
            // Both columns have an index; only statistics tell that every row has the same kind.
            let statement = result.evidence["statements"]?.array?.first { $0["sql"]?.text?.contains("name7") == true }
            #expect(statement?["plan"]?[0]?.text?.contains("by_kind") == true || statement?["after_analyze"] != nil)
            #expect(result.evidence["statements"]?.array?.contains { $0["sql"]?.text == "DELETE FROM users" } == false)
            #expect(try Files.read(bench.path) == before)
            #expect(try bench.names() == names)
            #expect(try Files.list(bench.fixture.path("tmp")) == [])
        }
    }

    @Test("Where indexes and statistics are there, nothing is slow")
    func wellKept() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.python(
                slow + """

                    c.execute('create index by_user on conversations (user_id)')
                    c.execute('drop view newest'); c.execute('drop index by_kind')
                    c.execute('analyze')
                    """)
            let result = bench.probes.slowQueries(try bench.limits())
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.evidence["plans_analyze_would_change"]?.int == 0)
        }
    }

    @Test("A missing, a damaged and a live database")
    func states() throws {
        try DatabaseBench.with { (bench) throws in
            #expect(bench.probes.slowQueries(try bench.limits()).state == .unavailable)
            try bench.makeDatabase()
            let service = try bench.hold("c.execute(\"insert into facts values (100000, 'x', 'x')\")")
            #expect(bench.probes.slowQueries(try bench.limits()).evidence["plans"]?.int == 1)
            service.process.stop()
            for name in try bench.names() where name != "jarvis.db" { try Files.remove(bench.directory + "/data/" + name) }
            try bench.fixture.write("no database", to: "jarvis/data/jarvis.db")
            #expect(bench.probes.slowQueries(try bench.limits()).state == .unhealthy)
            #expect(try Files.list(bench.fixture.path("tmp")) == [])
        }
    }

    @Test("The runbook's own pragma is checked with its pages told, damage is unhealthy, and a cancellation ends it")
    func integrity() throws {
        try DatabaseBench.with { (bench) throws in
            try bench.makeDatabase()
            let probe = Probe.sqlite(database: "data/jarvis.db", sql: "PRAGMA integrity_check;")
            let result = bench.probes.run(probe, limits: try bench.limits())
            #expect(result.state == .ok, "\(result.summary)")
            #expect(result.evidence["rows"]?[0]?[0]?.text == "ok")
            #expect((result.evidence["pages_read"]?.int ?? 0) >= (result.evidence["page_count"]?.int ?? .max) - 2)
            let cancellation = try Cancellation()
            cancellation.cancel()
            #expect(bench.probes.integrityCheck("data/jarvis.db", try bench.limits(cancellation: cancellation)).state == .notRun)
            try bench.damage(pages: 3, seed: 11)
            #expect(bench.probes.integrityCheck("data/jarvis.db", try bench.limits()).state == .unhealthy)
        }
    }
}
