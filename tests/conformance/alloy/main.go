// What judges snippets for Grafana Alloy: it reads one from its input, and fails where Alloy's parser does or where
// `alloy fmt` would write it otherwise.
package main

import (
	"bytes"
	"io"
	"log"
	"os"

	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/printer"
)

func main() {
	snippet, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	file, err := parser.ParseFile("snippet", snippet)
	if err != nil {
		log.Fatal(err)
	}
	var formatted bytes.Buffer
	if err := printer.Fprint(&formatted, file); err != nil {
		log.Fatal(err)
	}
	formatted.WriteByte('\n')
	if !bytes.Equal(formatted.Bytes(), snippet) {
		log.Fatalf("alloy fmt writes:\n%s", formatted.Bytes())
	}
}
