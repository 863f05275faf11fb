internal import Configuration
internal import JSONKit
internal import TerminalKit

/// `doctor` for people and machines.
enum DoctorOutput {
    static func json(_ rows: [DoctorRow], _ configuration: Configuration) -> JSONValue {
        let checks = rows.map { row -> JSONValue in
            [
                "name": row.name.json, "value": row.value.json, "source": row.source.json, "state": row.state.rawValue.json,
                "remark": row.remark.json,
            ]
        }
        return ["schema": "jarvis-ops/doctor/v1", "checks": .array(checks), "problems": configuration.problems.json]
    }

    static func text(_ rows: [DoctorRow], _ configuration: Configuration, _ page: Page) -> String {
        var table = TextTable([.init(), .init(), .init()])
        for row in rows {
            let (mark, style): (String, Style) = row.state == .ok ? ("✓", .good) : row.state == .missing ? ("✗", .bad) : ("–", .dim)
            let source = row.source.isEmpty ? "" : " (\(row.source))"
            table.add([
                .init(mark, style), .init(row.name, .emphasis),
                .init("\(row.value)\(source)\(row.remark.isEmpty ? "" : "\n" + row.remark)"),
            ])
        }
        let problems = configuration.problems.map { page.paint("! ", .warning) + Sanitizer.line($0) + "\n" }.joined()
        return page.render(table) + problems
    }
}
