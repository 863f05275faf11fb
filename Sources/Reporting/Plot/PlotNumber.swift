internal import TerminalKit

/// Numbers along an axis.
enum PlotNumber {
    static func text(_ value: Double, _ unit: Plot.Unit) -> String {
        switch unit {
        case .milliseconds: value.magnitude < 1000 ? "\(plain(value)) ms" : seconds(value / 1000)
        case .elapsed: value.magnitude < 60_000 ? "\(plain(value / 1000)) s" : DurationText.of(milliseconds: value)
        case .mebibytes:
            value.magnitude < 1024 ? "\(plain(value)) MiB" : value.magnitude < 1e9 ? "\(plain(value / 1024)) GiB" : plain(value)
        case .count: value.magnitude < 1e15 ? Quantities.count(Int(value.rounded())) : plain(value)
        case .columns(let names): names.indices.contains(Int(min(max(value, -1), 1e6))) ? names[Int(value)] : ""
        }
    }

    private static func seconds(_ value: Double) -> String {
        value.magnitude < 600 ? "\(plain(value)) s" : DurationText.of(milliseconds: value * 1000)
    }

    /// Up to three decimals, without zeros at the end.
    static func plain(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
        let thousandths = Int((value.magnitude * 1000).rounded())
        var fraction = String(String(thousandths % 1000 + 1000).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let sign = value < 0 && thousandths > 0 ? "−" : ""
        return sign + "\(thousandths / 1000)" + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// A place in the picture: one decimal is finer than any screen.
    static func place(_ value: Double) -> String {
        let tenths = Int((min(max(value.isFinite ? value : 0, -1e6), 1e6) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = tenths.magnitude % 10
        return rest == 0 ? "\(sign)\(tenths.magnitude / 10)" : "\(sign)\(tenths.magnitude / 10).\(rest)"
    }
}
