/// Floats as Python 3 spells them: the shortest digits that read back, and an exponent from 1e16 up and below 1e-4.
public enum PythonFloat {
    /// `repr(value)`, which is also `str(value)`: `1.0`, `1e+16`, `5e-324`, `-0.0`, `nan`, `inf`.
    public static func repr(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let sign = value.sign == .minus ? "-" : ""
        guard value != 0 else { return sign + "0.0" }
        let (digits, point) = decompose(value.magnitude)
        let count = digits.count
        if point > 16 || point < -3 {
            let fraction = count > 1 ? "." + digits.dropFirst() : ""
            let exponent = String((point - 1).magnitude)
            let padding = exponent.utf8.count < 2 ? "0" : ""
            return sign + digits.prefix(1) + fraction + (point < 1 ? "e-" : "e+") + padding + exponent
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= count { return sign + digits + String(repeating: "0", count: point - count) + ".0" }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// As `json.dumps` writes it: `NaN`, `Infinity`, `-Infinity`, else `repr`.
    public static func json(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        return repr(value)
    }

    /// The shortest digits, and where the point stands: the value is 0.DIGITS × 10^point.
    ///
    /// Swift's own description finds the same digits (shortest, then nearest) and differs only in where it puts point and exponent.
    private static func decompose(_ magnitude: Double) -> (digits: String, point: Int) {
        var digits = ""
        var point = 0
        var seenPoint = false
        let parts = magnitude.description.split(separator: "e")
        for character in parts.first ?? "" {
            if character == "." {
                seenPoint = true
            } else {
                if digits.isEmpty && character == "0" {
                    // A leading zero is no digit; behind the point it moves the point.
                    if seenPoint { point -= 1 }
                    continue
                }
                digits.append(character)
                if !seenPoint { point += 1 }
            }
        }
        while digits.last == "0" { digits.removeLast() }
        if parts.count > 1 { point += Int(parts[1]) ?? 0 }
        return (digits, point)
    }
}
