/// Bytes, shares and counts for people.
public enum Quantities {
    /// `0 B`, `512 B`, `1.2 GiB`: powers of 1024, three figures.
    public static func bytes(_ count: Int) -> String {
        if count < 0 { return "-" + bytes(count == .min ? .max : -count) }
        if count < 1024 { return "\(count) B" }
        var value = Double(count) / 1024
        var units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...]
        // 1023.96 would be shown as 1024.
        while value >= 1023.5, units.count > 1 {
            value /= 1024
            units = units.dropFirst()
        }
        return "\(Decimals.text(value, value < 99.95 ? 1 : 0)) \(units.first ?? "B")"
    }

    /// `0 %`, `0.4 %`, `12.5 %`, `100 %`. What is no number is `–`.
    ///
    /// A share that is not quite all is never shown as 100 %, nor one that is not quite none as 0 %.
    ///
    /// - Parameter share: 0…1; other values are shown as they are.
    public static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        if share > 0, share < 0.0005 { return "<0.1 %" }
        if share < 1, share > 0.9995 { return ">99.9 %" }
        return "\(Decimals.text(share * 100, 1, dropsZeros: true)) %"
    }

    /// Groups of three, from five digits on, with a no-break thin space: `9999`, `12 345`.
    public static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        guard digits.count > 4 else { return "\(value)" }
        var result = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "\u{202F}" }
            result.append(digit)
        }
        return result
    }

    /// `1 probe`, `3 probes`.
    public static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? singular : plural ?? singular + "s")"
    }
}
