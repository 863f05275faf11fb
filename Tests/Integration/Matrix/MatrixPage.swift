import SystemKit

/// docs/verdicts.md: what was put in, what may be said, and what was said.
enum MatrixPage {
    /// What the README says of it.
    static func totals(_ cells: [MatrixCell]) -> String {
        "\(cells.count) cells, \(verdicts(cells)) verdicts, \(sum(cells, \.falseClear)) false clear, "
            + "\(sum(cells, \.falseConfirmations)) false confirmation"
    }

    private static func verdicts(_ cells: [MatrixCell]) -> Int { cells.reduce(0) { $0 + $1.seen.count } }

    static func markdown(_ cells: [MatrixCell]) -> String {
        var text = """
            # Verdicts

            What `jarvis-ops triage` says of a practice Jarvis with a fault in it, with real Redis, SQLite and NATS, seen from places where not all of it
            can be reached. The right verdict of each cell is computed from the fault (below), before the program is run; `MatrixTests` compares, and
            holds this page current (`RENEW=1 python3 Tests/run.py --only MatrixTests integration` renews it).

            | cells | verdicts | false clear | false confirmation | unknown though it could be known |
            |---|---|---|---|---|
            | \(cells.count) | \(verdicts(cells)) | \(sum(cells, \.falseClear)) | \(sum(cells, \.falseConfirmations)) | \(sum(cells, \.needlessUnknown)) |

            ## How the right verdict is found
            1. An incident that the fault is, is **confirmed** where one of the parts that show it can be reached.
            2. It is **clear** where everything that must be read to rule it out can be reached (the table). What a fault hides cannot.
            3. Else it is **unknown**. An API's address that nothing names is a guess, and hides whatever hangs on it.

            | incident | needs, to be ruled out |
            |---|---|

            """
        for incident in MatrixIncident.allCases {
            text += "| `\(incident.rawValue)` | \(list(incident.needs)) |\n"
        }
        text += "\n| reached | |\n|---|---|\n"
        for reach in MatrixReach.allCases { text += "| \(reach.rawValue) | \(reach.words) |\n" }
        text += "\n| fault | what is wrong | shows | hides |\n|---|---|---|---|\n"
        for fault in MatrixFault.all { text += row(fault) }
        for layout in MatrixLayout.allCases {
            text += "\n## Layout `\(layout.rawValue)`\nThis is \(layout.words).\n\n"
            text += "| fault | reached | api | latency | providers | memory | database | mesh | exit | headline |\n"
            text += "|---|---|---|---|---|---|---|---|---|---|\n"
            for cell in cells where cell.layout == layout { text += row(cell) }
        }
        return text
    }

    private static func sum(_ cells: [MatrixCell], _ count: (MatrixCell) -> Int) -> Int { cells.reduce(0) { $0 + count($1) } }

    private static func list(_ parts: Set<MatrixPart>) -> String {
        MatrixPart.allCases.filter(parts.contains).map(\.rawValue).joined(separator: ", ")
    }

    private static func row(_ fault: MatrixFault) -> String {
        let shown = MatrixLayout.allCases.filter(fault.layouts.contains).map { layout in fault.shows.map { list($0.by(layout)) } ?? "" }
        let by = Set(shown).count > 1 ? shown.joined(separator: " / ") : shown.first ?? ""
        let also = fault.alsoShows.map { ", `\($0.incident.rawValue)` by \(list($0.by))" } ?? ""
        let shows = (fault.shows.map { "`\($0.incident.rawValue)` by \(by)" } ?? "") + also
        let chance = fault.chance.map { "; chance: \($0.because)" } ?? ""
        let hides = fault.hides.count == MatrixPart.allCases.count ? "everything" : list(fault.hides)
        return "| `\(fault.name)` | \(fault.words)\(chance) | \(shows) | \(hides) |\n"
    }

    /// Where chance decides, the page says what may come and not what came.
    private static func row(_ cell: MatrixCell) -> String {
        let verdicts = MatrixIncident.allCases.map { incident in
            let truth = cell.truth[incident] ?? []
            let seen = cell.seen[incident] ?? "-"
            return truth.count > 1 && truth.contains(seen)
                ? truth.sorted().joined(separator: " or ") : seen == "confirmed" ? "**confirmed**" : seen
        }
        // With an incident of which chance decides, and none that is confirmed, or unknown anyway.
        let isOpen = cell.truth.values.contains { $0.count > 1 } && !cell.truth.values.contains { $0 == ["unknown"] || $0 == ["confirmed"] }
        let ending = "\(isOpen ? "0 or 2" : "\(cell.code)") | \(isOpen ? "as it comes" : cell.headline)"
        return "| `\(cell.fault)` | \(cell.reach.rawValue) | \(verdicts.joined(separator: " | ")) | \(ending) |\n"
    }

    /// The lines of a page without the headlines: which of several true ones comes first may differ.
    static func comparable(_ page: String) -> [String] {
        page.split(separator: "\n").map { line in
            let columns = line.split(separator: "|", omittingEmptySubsequences: false)
            return columns.count > 10 ? columns.prefix(10).joined(separator: "|") : String(line)
        }
    }

    /// Without directories, ports, counts and times.
    static func plain(_ text: String, _ scene: MatrixScene) -> String {
        var text = text.replacing(scene.home + "/", with: "").replacing(scene.home, with: "DIR").replacing(
            scene.emptyDirectory, with: "DIR")
        text = text.replacing(/\d+(\.\d+)?( ?(ms|s|min|h|MiB\/min|MiB|KiB)\b)?/, with: "N")
        return text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
