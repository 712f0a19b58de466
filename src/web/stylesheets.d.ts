/** A view that is loaded later brings its stylesheet. */
declare module '*.css';
