// Package engine runs rules over what a layer sees: the resources of a template,
// and, as layers come to life, events and live accounts. It loops and decides
// nothing; it knows no package by name.
package engine
