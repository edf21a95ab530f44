// Reads dashboards as strictly as Grafana's own types allow: a field that they do not know, one that
// is missing or of another type is a finding.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	findings := 0
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			findings++
		}
	}
	if findings > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d dashboards without a finding.\n", len(os.Args)-1)
}

func check(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	board := dashboard.Dashboard{}
	if err := board.UnmarshalJSONStrict(raw); isFinding(err) {
		return err
	}
	if err := board.Validate(); isFinding(err) {
		return err
	}
	return nil
}

// Without findings the library answers with a list of none, which is not nil.
func isFinding(err error) bool {
	var list cog.BuildErrors
	return err != nil && (!errors.As(err, &list) || len(list) > 0)
}
